const isoForm = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;
const epochForm = /^-?\d{1,15}(?:\.\d{1,9})?$/;
const YEAR_DIGITS = 4;

/**
 * A moment in milliseconds of the epoch, or undefined for a text that is none.
 *
 * Taken are the forms of ISO 8601 that W3C's note names (a year, a month, a day, or a time with its zone) and seconds of the epoch. Four digits are a year.
 */
export function dateValue(text: string): number | undefined {
  if (text.length !== YEAR_DIGITS && epochForm.test(text)) return Number(text) * 1_000;
  const match = isoForm.exec(text);
  if (match === null) return undefined;
  const [, , , day] = match;
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  // The engine takes the 31st of February for a day of March.
  return day === undefined || new Date(`${text.slice(0, 'yyyy-mm-dd'.length)}T00:00:00Z`).getUTCDate() === Number(day) ? at : undefined;
}
