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
  if (context.size > CONTEXT_PAIRS_MAX) throw tooLarge();
  const pairs = Array.from(context, ([key, value]) => ({ key: utf8(key), value: utf8(value) }));
  const size = pairs.reduce((sum, { key, value }) => sum + 2 * LENGTH_SIZE + key.length + value.length, COUNT_SIZE);
  if (size > CONTEXT_SIZE_MAX) throw tooLarge();
  const bytes = Buffer.allocUnsafeSlow(size);
  let at = bytes.writeUInt16BE(pairs.length, 0);
  for (const { key, value } of pairs.sort((a, b) => Buffer.compare(a.key, b.key))) {
    at = writeText(bytes, at, key);
    at = writeText(bytes, at, value);
  }
  return bytes;
}

export function tooLarge(): ContextError {
  return new ContextError('too_large', `The encryption context has more than ${CONTEXT_SIZE_MAX} bytes.`);
}

function utf8(text: string): Buffer {
  // Cheaper first: no text has fewer UTF-8 bytes than UTF-16 units, so a huge one is refused before it is encoded.
  if (text.length > CONTEXT_SIZE_MAX) throw tooLarge();
  if (!text.isWellFormed()) throw new ContextError('ill_formed_text', 'The encryption context has text that is not well-formed Unicode.');
  return Buffer.from(text);
}

function writeText(bytes: Buffer, at: number, text: Buffer): number {
  const start = bytes.writeUInt16BE(text.length, at);
  return start + text.copy(bytes, start);
}
