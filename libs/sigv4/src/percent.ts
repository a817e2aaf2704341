/**
 * Percent-encoding as SigV4 wants it: everything but A-Z a-z 0-9 - . _ ~ becomes %XX in upper case. Text has one character for each byte.
 */

const UNRESERVED = 1;
const SLASH = 2;
const PERCENT = 0x25;
const PLUS = 0x2b;

const kinds = kindsOfBytes();
const encoded = Array.from({ length: 256 }, (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`);

/** Encodes every byte, a percent sign as well. `keepSlash` leaves the slashes of a path. */
export function percentEncode(text: string, keepSlash: boolean): string {
  let result = '';
  let copied = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = kinds[code] ?? 0;
    if (kind === UNRESERVED || (kind === SLASH && keepSlash)) continue;
    result += text.slice(copied, index) + (encoded[code & 0xff] ?? '');
    copied = index + 1;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** Undoes %XX; a percent sign that starts none stays as it is. `plusIsSpace` is the rule of queries. */
export function percentDecode(text: string, plusIsSpace: boolean): string {
  let result = '';
  let copied = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code !== PERCENT && !(plusIsSpace && code === PLUS)) continue;
    const byte = code === PLUS ? 0x20 : hexPair(text, index + 1);
    if (byte < 0) continue;
    result += text.slice(copied, index) + String.fromCharCode(byte);
    if (code === PERCENT) index += 2;
    copied = index + 1;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/**
 * The one spelling of `text`: decoded, then encoded. Almost every client sends that spelling already, which is found by one pass that
 * allocates nothing.
 */
export function percentCanonical(text: string, keepSlash: boolean, plusIsSpace: boolean): string {
  return isCanonical(text, keepSlash) ? text : percentEncode(percentDecode(text, plusIsSpace), keepSlash);
}

function isCanonical(text: string, keepSlash: boolean): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = kinds[code] ?? 0;
    if (kind === UNRESERVED || (kind === SLASH && keepSlash)) continue;
    if (code !== PERCENT) return false;
    const byte = hexPair(text, index + 1);
    if (byte < 0 || encoded[byte] !== text.slice(index, index + 3)) return false;
    const decodedKind = kinds[byte] ?? 0;
    if (decodedKind === UNRESERVED || (decodedKind === SLASH && keepSlash)) return false;
    index += 2;
  }
  return true;
}

/** -1 if two hex digits do not stand at `index`. */
function hexPair(text: string, index: number): number {
  const high = hexDigit(text.charCodeAt(index));
  const low = hexDigit(text.charCodeAt(index + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** -1 for what is no hex digit; NaN, past the end of a text, is none. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function kindsOfBytes(): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~') table[character.charCodeAt(0)] = UNRESERVED;
  table['/'.charCodeAt(0)] = SLASH;
  return table;
}
