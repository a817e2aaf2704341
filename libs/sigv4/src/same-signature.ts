import { timingSafeEqual } from 'node:crypto';

/** Constant time once the lengths agree; the length of a signature is no secret. Two bytes a character, so that none is cut to look like another. */
export function sameSignature(computed: string, provided: string): boolean {
  return computed.length === provided.length && timingSafeEqual(Buffer.from(computed, 'utf16le'), Buffer.from(provided, 'utf16le'));
}
