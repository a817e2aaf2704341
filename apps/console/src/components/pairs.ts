/** A name and its value, as one types them. */
export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** What is wrong, in a sentence: with the pair at `at`, or with all of them. */
export interface PairMistake {
  readonly at?: number;
  readonly message: string;
}

export function pairsOf(record: Readonly<Record<string, string>>): readonly Pair[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}

export function recordOf(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
