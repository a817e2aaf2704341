import { SIGNED_HEADERS_MAX, type Blame } from './claim.js';
import { SigV4Error } from './errors.js';

/** Neither capitals, blanks, commas nor colons, which could make one list read as another. */
const LOWER_CASE_NAMES = /^[^\x00- A-Z,:\x7f-\uffff]+$/;

/** `host;x-amz-date`: lower-case names in ascending order, each once. */
export function parseSignedHeaders(text: string, blame: Blame): readonly string[] {
  const names = text.split(';', SIGNED_HEADERS_MAX + 1);
  if (names.length <= SIGNED_HEADERS_MAX && LOWER_CASE_NAMES.test(text) && isAscending(names)) return names;
  throw new SigV4Error(blame.code, `${blame.preamble}; the SignedHeaders are mal-formed; expecting lower-case names, in order, separated by semicolons.`);
}

function isAscending(names: readonly string[]): boolean {
  let previous = '';
  for (const name of names) {
    if (name <= previous) return false;
    previous = name;
  }
  return true;
}
