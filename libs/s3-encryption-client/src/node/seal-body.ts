import { createCipheriv, createSecretKey } from 'node:crypto';

import { TAG_SIZE } from '../algorithm-suite.js';
import type { ContentKey } from '../content/content-key.js';
import type { YoungCollections } from './young-collections.js';

/**
 * A body sealed with AES-256-GCM: the ciphertext, as long as the plaintext, and then a tag of 16 bytes.
 *
 * It is made once for a key: whoever must send bytes again keeps them, and never asks for them a second time.
 */
export async function* sealBody({ key, iv, aad }: ContentKey, plaintext: AsyncIterable<Uint8Array>, young?: YoungCollections): AsyncGenerator<Buffer> {
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key.reveal()), iv, { authTagLength: TAG_SIZE });
  key.clear();
  cipher.setAAD(aad);
  for await (const chunk of plaintext) {
    if (chunk.length > 0) yield cipher.update(chunk);
    young?.passed(chunk.length);
  }
  cipher.final();
  yield cipher.getAuthTag();
}
