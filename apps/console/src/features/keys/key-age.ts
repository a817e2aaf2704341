const DAY_MS = 86_400_000;

/** How long ago, in the largest unit that is whole: `3 days`, `2 hours`. */
export function ageOf(from: Date, now: Date): string {
  const ms = Math.max(0, now.getTime() - from.getTime());
  const units = [[365 * DAY_MS, 'year'], [DAY_MS, 'day'], [3_600_000, 'hour'], [60_000, 'minute']] as const;
  const [size, name] = units.find(([unit]) => ms >= unit) ?? [0, ''];
  if (size === 0) return 'less than a minute';
  const number = Math.floor(ms / size);
  return `${number} ${name}${number === 1 ? '' : 's'}`;
}

/** The day on which a key is gone that is scheduled for deletion now. */
export function deletionDay(days: number, now: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' }).format(new Date(now.getTime() + days * DAY_MS));
}
