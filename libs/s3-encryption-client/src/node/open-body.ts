import { createDecipheriv, createSecretKey, type Decipheriv } from 'node:crypto';

import { BLOCK_SIZE, TAG_SIZE } from '../algorithm-suite.js';
import type { ContentKey } from '../content/content-key.js';
import { notAuthentic } from '../errors.js';

/**
 * The plaintext of a sealed body, chunk by chunk, NOT YET VERIFIED: that it is authentic is known only when the iteration ends without an
 * error. Callers keep every chunk to themselves until then, unless their own caller chose otherwise. Refuses with `NotAuthentic`.
 */
export async function* unverifiedPlaintext(contentKey: ContentKey, sealed: AsyncIterable<Uint8Array>, sealedLength: number): AsyncGenerator<Buffer> {
  if (!contentKey.suite.authenticated) {
    yield* unauthenticatedPlaintext(contentKey, sealed, sealedLength);
    return;
  }
  const { key, iv, aad } = contentKey;
  const end = sealedLength - TAG_SIZE;
  if (end < 0) throw notAuthentic();
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key.reveal()), iv, { authTagLength: TAG_SIZE });
  key.clear();
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
async function* unauthenticatedPlaintext({ key, iv }: ContentKey, sealed: AsyncIterable<Uint8Array>, sealedLength: number): AsyncGenerator<Buffer> {
  const decipher = createDecipheriv('aes-256-cbc', createSecretKey(key.reveal()), iv);
  key.clear();
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
