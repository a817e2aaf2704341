import { createDecipheriv, createSecretKey, type Decipheriv, type KeyObject } from 'node:crypto';

import { BLOCK_SIZE, TAG_SIZE } from '../algorithm-suite.js';
import type { ContentKey } from '../content/content-key.js';
import { notAuthentic } from '../errors.js';

/**
 * The plaintext of a sealed body, chunk by chunk, NOT YET VERIFIED: that it is authentic is known only when the iteration ends without an
 * error. Callers keep every chunk to themselves until then, unless their own caller chose otherwise. Refuses with `NotAuthentic`. Each call reads
 * a body from its start.
 */
export type UnverifiedOpening = (sealed: AsyncIterable<Uint8Array>) => AsyncGenerator<Buffer>;

/** Takes the key, and clears it. */
export function unverifiedOpening({ suite, key, iv, aad }: ContentKey, sealedLength: number): UnverifiedOpening {
  const secret = createSecretKey(key.reveal());
  key.clear();
  return (sealed) => suite.authenticated ? gcmPlaintext({ secret, iv, aad }, sealed, sealedLength) : cbcPlaintext({ secret, iv }, sealed, sealedLength);
}

interface CipherInput {
  readonly secret: KeyObject;
  readonly iv: Uint8Array;
}

async function* gcmPlaintext({ secret, iv, aad }: CipherInput & Pick<ContentKey, 'aad'>, sealed: AsyncIterable<Uint8Array>, sealedLength: number): AsyncGenerator<Buffer> {
  const end = sealedLength - TAG_SIZE;
  if (end < 0) throw notAuthentic();
  const decipher = createDecipheriv('aes-256-gcm', secret, iv, { authTagLength: TAG_SIZE });
  decipher.setAAD(aad);
  const tag = Buffer.alloc(TAG_SIZE);
  let at = 0;
  for await (const chunk of sealed) {
    const body = chunk.subarray(0, Math.max(0, end - at));
    if (at + chunk.length > sealedLength) throw notAuthentic();
    if (body.length > 0) yield decipher.update(body);
    if (body.length < chunk.length) tag.set(chunk.subarray(body.length), at + body.length - end);
    at += chunk.length;
  }
  if (at !== sealedLength) throw notAuthentic();
  finish(decipher.setAuthTag(tag));
}

/** AES-CBC, which only its padding, and nothing authentic, ends. */
async function* cbcPlaintext({ secret, iv }: CipherInput, sealed: AsyncIterable<Uint8Array>, sealedLength: number): AsyncGenerator<Buffer> {
  const decipher = createDecipheriv('aes-256-cbc', secret, iv);
  let at = 0;
  for await (const chunk of sealed) {
    at += chunk.length;
    if (chunk.length > 0) yield decipher.update(chunk);
  }
  if (at !== sealedLength || at % BLOCK_SIZE !== 0) throw notAuthentic();
  yield finish(decipher);
}

function finish(decipher: Decipheriv): Buffer {
  try {
    return decipher.final();
  } catch {
    throw notAuthentic();
  }
}
