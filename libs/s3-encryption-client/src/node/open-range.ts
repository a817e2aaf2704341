import { createDecipheriv, createSecretKey } from 'node:crypto';

import { BLOCK_SIZE, GCM_IV_SIZE } from '../algorithm-suite.js';
import type { ContentKey } from '../content/content-key.js';

/** GCM keeps counter 1 for the tag, so its first block of plaintext has counter 2. */
const FIRST_COUNTER = 2;

/**
 * Plaintext from the middle of a body that was sealed with AES-GCM, NEVER VERIFIED: the tag is of the whole. GCM encrypts as AES-CTR does,
 * so any byte can be opened alone; `first` is its place in the body. The length stays as it is.
 */
export async function* unverifiedRange({ key, iv }: ContentKey, sealed: AsyncIterable<Uint8Array>, first: number): AsyncGenerator<Buffer> {
  const counter = Buffer.alloc(BLOCK_SIZE);
  counter.set(iv);
  counter.writeUInt32BE(FIRST_COUNTER + Math.floor(first / BLOCK_SIZE), GCM_IV_SIZE);
  const decipher = createDecipheriv('aes-256-ctr', createSecretKey(key.reveal()), counter);
  key.clear();
  // The key stream of the block's bytes before the first one.
  decipher.update(Buffer.alloc(first % BLOCK_SIZE));
  for await (const chunk of sealed) if (chunk.length > 0) yield decipher.update(chunk);
}
