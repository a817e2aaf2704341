const IMF_FIXDATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const OTHER_HTTP_DATES = /^[A-Z][a-z]{2,8},? [\dA-Za-z: -]{15,30}(?: GMT)?$/;
const ISO_8601 = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** Milliseconds of a date in a condition; undefined if it is none, and the condition is then ignored, as RFC 9110 section 13.1.3 says. */
export function parseHttpDate(text: string): number | undefined {
  if (!IMF_FIXDATE.test(text) && !OTHER_HTTP_DATES.test(text) && !ISO_8601.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** What `toUTCString` gives, at half its cost. For years of four digits, as every time that is kept here has. */
export function formatHttpDate(date: Date): string {
  const [day, month] = [DAYS[date.getUTCDay()] ?? '', MONTHS[date.getUTCMonth()] ?? ''];
  return `${day}, ${two(date.getUTCDate())} ${month} ${date.getUTCFullYear()} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} GMT`;
}

function two(number: number): string {
  return TWO_DIGITS[number] ?? '';
}
