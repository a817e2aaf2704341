import { constants, createDecipheriv, createHash, createPrivateKey, privateDecrypt } from 'node:crypto';

import { DATA_KEY_SIZE } from '../algorithm-suite.js';
import { equalInConstantTime } from '../bytes.js';
import { keyDoesNotOpen } from '../errors.js';
import type { LegacyUnwrapping } from '../keyrings/legacy-unwrapping.js';
import { SecretBytes } from '../secret-bytes.js';

/** The initial value of RFC 3394, section 2.2.3.1. */
const WRAP_IV = Buffer.alloc(8, 0xa6);

/** The key wraps of old clients, read only. Every one refuses in the same words, whatever was wrong. */
export const legacyUnwrapping: LegacyUnwrapping = {
  aes(wrapAlgorithm, wrappingKey, encryptedDataKey) {
    const bits = wrappingKey.length * 8;
    return unwrapped(() => {
      const decipher = wrapAlgorithm === 'AESWrap'
        ? createDecipheriv(`aes${bits}-wrap`, wrappingKey.reveal(), WRAP_IV)
        : createDecipheriv(`aes-${bits}-ecb`, wrappingKey.reveal(), null);
      return Buffer.concat([decipher.update(encryptedDataKey), decipher.final()]);
    });
  },

  rsa(wrapAlgorithm, privateKeyPkcs8, encryptedDataKey) {
    return unwrapped(() => {
      const key = createPrivateKey({ key: Buffer.from(privateKeyPkcs8.reveal()), format: 'der', type: 'pkcs8' });
      // Some versions of Node refuse PKCS#1 v1.5 themselves, and none has OAEP with two hashes; so both paddings are read here.
      const padded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, encryptedDataKey);
      try {
        return wrapAlgorithm === 'RSA' ? fromPkcs1(padded) : fromOaep(padded);
      } finally {
        padded.fill(0);
      }
    });
  },
};

function unwrapped(open: () => Buffer): SecretBytes {
  let opened: Buffer;
  try {
    opened = open();
  } catch {
    throw keyDoesNotOpen();
  }
  const secret = SecretBytes.taken(opened);
  if (secret.length === DATA_KEY_SIZE) return secret;
  secret.clear();
  throw keyDoesNotOpen();
}

/** RFC 8017, section 7.2.2, for a message whose length is known: 0, 2, bytes that are not 0, 0, data key. */
function fromPkcs1(padded: Buffer): Buffer {
  const separator = padded.length - DATA_KEY_SIZE - 1;
  let wrong = (padded[0] ?? 1) | ((padded[1] ?? 0) ^ 2) | (padded[separator] ?? 1);
  for (let at = 2; at < separator; at += 1) wrong |= padded[at] === 0 ? 1 : 0;
  if (wrong !== 0) throw keyDoesNotOpen();
  return Buffer.from(padded.subarray(separator + 1));
}

/**
 * RFC 8017, section 7.1.2, with SHA-256 as its hash. Java masks with SHA-1 all the same, unless it was told otherwise, and other clients with
 * SHA-256; the check of the label's hash tells which it was.
 */
function fromOaep(padded: Buffer): Buffer {
  for (const maskHash of ['sha1', 'sha256'] as const) {
    const block = unmasked(padded, maskHash);
    if (equalInConstantTime(block.subarray(0, LABEL_HASH.length), LABEL_HASH)) return messageOf(block.subarray(LABEL_HASH.length));
  }
  throw keyDoesNotOpen();
}

const LABEL_HASH = createHash('sha256').digest();

function unmasked(padded: Buffer, maskHash: 'sha1' | 'sha256'): Buffer {
  const [maskedSeed, maskedBlock] = [padded.subarray(1, 1 + LABEL_HASH.length), padded.subarray(1 + LABEL_HASH.length)];
  const seed = xor(maskedSeed, mask(maskedBlock, maskedSeed.length, maskHash));
  return xor(maskedBlock, mask(seed, maskedBlock.length, maskHash));
}

/** MGF1 (RFC 8017, appendix B.2.1). */
function mask(seed: Uint8Array, size: number, hash: 'sha1' | 'sha256'): Buffer {
  const blocks: Buffer[] = [];
  const counter = Buffer.alloc(4);
  for (let made = 0, index = 0; made < size; index += 1) {
    counter.writeUInt32BE(index);
    const block = createHash(hash).update(seed).update(counter).digest();
    blocks.push(block);
    made += block.length;
  }
  return Buffer.concat(blocks).subarray(0, size);
}

function messageOf(block: Buffer): Buffer {
  const separator = block.indexOf(1);
  if (separator < 0 || block.subarray(0, separator).some((byte) => byte !== 0)) throw keyDoesNotOpen();
  return Buffer.from(block.subarray(separator + 1));
}

function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, at) => byte ^ (other[at] ?? 0)));
}
