const SPACE = 0x20;
const TAB = 0x09;

/**
 * The headers by lower-case name, each with the value that is signed: trimmed, runs of spaces made one, the values of a repeated header
 * joined by a comma in the order sent.
 */
export function canonicalHeaders(rawHeaders: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = canonicalValue(rawHeaders[index + 1] ?? '');
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return headers;
}

/** How often a header came, which the joined value no longer shows. */
export function countHeader(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const candidate = rawHeaders[index] ?? '';
    if (candidate.length === name.length && candidate.toLowerCase() === name) count += 1;
  }
  return count;
}

/** Not `trim()`: that would take the last byte of "à" (C3 A0), which as a character is a no-break space. */
export function canonicalValue(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isBlank(value.charCodeAt(start))) start += 1;
  while (end > start && isBlank(value.charCodeAt(end - 1))) end -= 1;
  const trimmed = start === 0 && end === value.length ? value : value.slice(start, end);
  return trimmed.includes('  ') ? trimmed.replace(/ {2,}/g, ' ') : trimmed;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}
