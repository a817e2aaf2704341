import { join } from 'node:path';
import { ASCENDING_ID_SIZE } from './ascending-ids.js';
import type { BodyId } from './body-store.js';

/** Crockford's base 32: no I, L, O or U, and in ASCII order, so that ids sort as the bytes they stand for. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS_PER_CHARACTER = 5;

/** 128 bits in characters of 5, rounded up. */
export const BODY_ID_LENGTH = Math.ceil((ASCENDING_ID_SIZE * 8) / BITS_PER_CHARACTER);

/**
 * The characters of an id that name its directory: those that count half minutes. Bodies that are written together share a directory and
 * so its sync, and over nine hours all of the 1,024 directories get their share.
 */
const [DIRECTORY_START, DIRECTORY_END] = [6, 8];

/** Characters of a directory's name. */
export const BODY_DIRECTORY_LENGTH = DIRECTORY_END - DIRECTORY_START;

const bodyIdPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** An ascending id as text: the form of a ULID, 10 characters of time and 16 of randomness. */
export function bodyId(bytes: Uint8Array): BodyId {
  let text = '';
  // The first character holds what 26 times 5 bits leave over: two zero bits stand before the 128.
  let [held, heldBits] = [0, 2];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    heldBits += 8;
    while (heldBits >= BITS_PER_CHARACTER) {
      heldBits -= BITS_PER_CHARACTER;
      text += ALPHABET.charAt(held >> heldBits);
      held &= (1 << heldBits) - 1;
    }
  }
  return text;
}

/** Whether a file's name can be a body's: nothing else in the directory is ours to touch. */
export function isBodyId(text: string): boolean {
  return bodyIdPattern.test(text);
}

/** The name of the directory that a body lies in. */
export function bodyDirectory(id: BodyId): string {
  return id.slice(DIRECTORY_START, DIRECTORY_END);
}

/** Where a body lies, below the directory of all bodies. */
export function bodyPlace(id: BodyId): string {
  return join(bodyDirectory(id), id);
}
