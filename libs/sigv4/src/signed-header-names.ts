import { SIGNED_HEADERS_MAX, type Blame } from './claim.js';
import { SigV4Error } from './errors.js';

/** `host;x-amz-date`: lower-case names, each once. */
export function parseSignedHeaders(text: string, blame: Blame): readonly string[] {
  const names = text.split(';', SIGNED_HEADERS_MAX + 1);
  const sound = names.length <= SIGNED_HEADERS_MAX && new Set(names).size === names.length && names.every(isLowerCaseName);
  if (!sound) throw new SigV4Error(blame.code, `${blame.preamble}; the SignedHeaders are mal-formed; expecting lower-case names separated by semicolons.`);
  return names;
}

/** Neither empty nor with a capital, a blank, a comma or a colon, which could make one list read as another. */
function isLowerCaseName(name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index);
    const isToken = code > 0x20 && code < 0x7f && code !== 0x2c && code !== 0x3a;
    if (!isToken || (code >= 0x41 && code <= 0x5a)) return false;
  }
  return name !== '';
}
