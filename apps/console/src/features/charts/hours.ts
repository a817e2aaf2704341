/** What happened in one hour. */
export interface HourCount {
  readonly start: Date;
  readonly allowed: number;
  readonly refused: number;
}

export const HOUR_MS = 3_600_000;

interface Happening {
  readonly time: Date;
  readonly refusal?: unknown;
}

/** The last `hours` hours up to now, each with what happened in it, also where nothing did. */
export function byHour(happenings: readonly Happening[], hours: number, now: Date): readonly HourCount[] {
  const first = Math.floor(now.getTime() / HOUR_MS) - hours + 1;
  const counts = Array.from({ length: hours }, (_, at) => ({ start: new Date((first + at) * HOUR_MS), allowed: 0, refused: 0 }));
  for (const { time, refusal } of happenings) {
    const count = counts[Math.floor(time.getTime() / HOUR_MS) - first];
    if (count !== undefined) count[refusal === undefined ? 'allowed' : 'refused'] += 1;
  }
  return counts;
}
