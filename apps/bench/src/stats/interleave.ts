/** What one round measured of each side. */
export interface Pair {
  readonly control: number;
  readonly ours: number;
}

/**
 * Measures control and ours by turns, so that whatever else the machine does falls on both alike.
 *
 * One more round runs first and is thrown away: it compiles the code and fills the caches of both sides. Each side is told the round's
 * number, from 0 for the discarded one, so that it can use fresh names.
 */
export async function interleave(
  rounds: number,
  control: (round: number) => Promise<number>,
  ours: (round: number) => Promise<number>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = { control: await control(round), ours: await ours(round) };
    if (round > 0) pairs.push(pair);
  }
  return pairs;
}
