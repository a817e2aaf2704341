/**
 * The one form in which an encryption context is bound to a ciphertext.
 *
 *     canonical = count:u16  (length:u16 key  length:u16 value)*        big-endian, UTF-8, sorted by the keys' bytes
 *
 * - Lengths come first, so {a: "bc"} and {ab: "c"} differ.
 * - Order is by UTF-8 bytes, not JavaScript's UTF-16 units: U+FF61 comes before U+10000.
 * - Text is well-formed. A lone surrogate has no UTF-8, and encoders silently replace it.
 * - Nothing is trimmed, folded or normalised: "é" and "e" + U+0301 are two keys.
 * - Keys differ. Empty text is text.
 *
 * Limit: `CONTEXT_SIZE_MAX` bytes, which keeps every count and length within 16 bits.
 */
import type { EncryptionContext } from './encryption-context.js';
import { ContextError } from './errors.js';

/** Most bytes of a canonical context, its count included. */
export const CONTEXT_SIZE_MAX = 8_192;

export const COUNT_SIZE = 2;
export const LENGTH_SIZE = 2;

/** More pairs than this cannot fit, whatever they say: so many are refused without being looked at. */
export const CONTEXT_PAIRS_MAX = Math.floor((CONTEXT_SIZE_MAX - COUNT_SIZE) / (2 * LENGTH_SIZE));

export function canonicalBytes(context: EncryptionContext): Buffer {
  const bytes = Buffer.allocUnsafeSlow(canonicalSize(context));
  const pairs = [...context];
  // Most contexts are one pair, which is sorted.
  if (pairs.length > 1) pairs.sort(([a], [b]) => compareUtf8(a, b));
  let at = bytes.writeUInt16BE(pairs.length, 0);
  for (const [key, value] of pairs) {
    at = writeText(bytes, at, key);
    at = writeText(bytes, at, value);
  }
  return bytes;
}

/** How many bytes `canonicalBytes` would write. Throws what it would throw: a context that has a size is within every rule. */
export function canonicalSize(context: EncryptionContext): number {
  if (context.size > CONTEXT_PAIRS_MAX) throw tooLarge();
  let size = COUNT_SIZE;
  for (const [key, value] of context) {
    size += 2 * LENGTH_SIZE + utf8Size(key) + utf8Size(value);
    if (size > CONTEXT_SIZE_MAX) throw tooLarge();
  }
  return size;
}

export function tooLarge(): ContextError {
  return new ContextError('too_large', `The encryption context has more than ${CONTEXT_SIZE_MAX} bytes.`);
}

function utf8Size(text: string): number {
  // Cheaper first: no text has fewer UTF-8 bytes than UTF-16 units, so a huge one is refused before it is looked at.
  if (text.length > CONTEXT_SIZE_MAX) throw tooLarge();
  if (!text.isWellFormed()) throw new ContextError('ill_formed_text', 'The encryption context has text that is not well-formed Unicode.');
  return Buffer.byteLength(text);
}

function writeText(bytes: Buffer, at: number, text: string): number {
  const start = at + LENGTH_SIZE;
  const size = bytes.write(text, start);
  bytes.writeUInt16BE(size, at);
  return start + size;
}

/** The order of the UTF-8 bytes of well-formed texts, without the bytes: that of code points, so only surrogates stand elsewhere than in UTF-16. */
function compareUtf8(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i += 1) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
