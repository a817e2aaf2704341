import { isUtf8 } from 'node:buffer';
import { canonicalBytes, CONTEXT_SIZE_MAX, COUNT_SIZE, LENGTH_SIZE, tooLarge } from './canonical-bytes.js';
import type { EncryptionContext } from './encryption-context.js';
import { ContextError } from './errors.js';

/** The context that `canonicalBytes` wrote as these bytes. Accepts nothing that would not be written back the same. */
export function parseCanonical(bytes: Uint8Array): EncryptionContext {
  if (bytes.length > CONTEXT_SIZE_MAX) throw tooLarge();
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const context = new Map<string, string>();
  let at = COUNT_SIZE;
  for (let left = readLength(view, 0); left > 0; left -= 1) {
    const key = readText(view, at);
    const value = readText(view, key.end);
    context.set(key.text, value.text);
    at = value.end;
  }
  // Order, repeated keys and bytes after the last pair are all seen by this one comparison.
  if (!canonicalBytes(context).equals(view)) throw notCanonical();
  return context;
}

function readText(bytes: Buffer, at: number): { text: string; end: number } {
  const start = at + LENGTH_SIZE;
  const end = start + readLength(bytes, at);
  if (end > bytes.length) throw notCanonical();
  const text = bytes.subarray(start, end);
  if (!isUtf8(text)) throw new ContextError('ill_formed_text', 'The encryption context has bytes that are not UTF-8.');
  return { text: text.toString(), end };
}

function readLength(bytes: Buffer, at: number): number {
  if (at + LENGTH_SIZE > bytes.length) throw notCanonical();
  return bytes.readUInt16BE(at);
}

function notCanonical(): ContextError {
  return new ContextError('not_canonical', 'The bytes are not a canonical encryption context.');
}
