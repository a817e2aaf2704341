import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { crc32c } from '@node-rs/crc32';

import type { ChecksumAlgorithm } from './checksum.js';
import { Crc64Nvme } from './crc64nvme.js';

/** A running digest. `bytes` and `base64` end it: neither may be followed by `update`, and one of them is called once. */
export interface Digest {
  update(bytes: Uint8Array): void;
  bytes(): Buffer;
  base64(): string;
}

export type DigestAlgorithm = ChecksumAlgorithm | 'MD5';

export function createDigest(algorithm: DigestAlgorithm): Digest {
  switch (algorithm) {
    case 'CRC32':
      return crcDigest(crc32);
    case 'CRC32C':
      return crcDigest(crc32c);
    case 'CRC64NVME':
      return crc64Digest();
    case 'SHA1':
    case 'SHA256':
    case 'MD5':
      return hashDigest(algorithm);
  }
}

function crcDigest(advance: (bytes: Uint8Array, state: number) => number): Digest {
  let state = 0;
  return ended({
    update: (bytes) => {
      state = advance(bytes, state);
    },
    bytes: () => {
      const value = Buffer.allocUnsafe(4);
      value.writeUInt32BE(state);
      return value;
    },
  });
}

function crc64Digest(): Digest {
  const crc = new Crc64Nvme();
  return ended({ update: (bytes) => { crc.update(bytes); }, bytes: () => crc.digest() });
}

function hashDigest(algorithm: 'SHA1' | 'SHA256' | 'MD5'): Digest {
  const hash = createHash(algorithm);
  return ended({ update: (bytes) => { hash.update(bytes); }, bytes: () => hash.digest() });
}

function ended(digest: Omit<Digest, 'base64'>): Digest {
  return { ...digest, base64: () => digest.bytes().toString('base64') };
}
