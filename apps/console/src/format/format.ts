const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A size as people read it: whole bytes, and otherwise three digits at most. */
export function formatSize(bytes: number): string {
  if (bytes === 1) return '1 byte';
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < UNITS.length - 1) [value, unit] = [value / 1024, unit + 1];
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

/** A time where the reader is, to the second. */
export function formatTime(time: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(time);
}

/** A day where the reader is: `3 March 2027`. */
export function formatDay(time: Date): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(time);
}

/** `1 object`, `2,000 objects`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
}

/** How much of a whole, in whole per cent that reach 100 only when all is done. */
export function percent(done: number, total: number): number {
  if (total === 0) return 100;
  return Math.min(done >= total ? 100 : 99, Math.floor((done / total) * 100));
}
