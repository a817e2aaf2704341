import { hash } from 'node:crypto';

export const HMAC_SIZE = 32;
const BLOCK_SIZE = 64;

/**
 * HMAC-SHA256 (RFC 2104) of the parts in order, from two one-shot hashes.
 *
 * `createHmac` costs 3 us a time, of which 0.9 is the hash; this costs 2, and HKDF is two of them for every sealed body.
 * `hkdfSync` would cost 5.8 for both and refuses an `info` over 1,024 bytes, which the name of an object can exceed.
 * The padded keys are wiped before it returns; keys over one block are hashed first, as the RFC says.
 */
export function hmacSha256(key: Uint8Array, ...parts: Uint8Array[]): Buffer {
  const inner = Buffer.allocUnsafe(parts.reduce((size, part) => size + part.length, BLOCK_SIZE));
  const outer = Buffer.allocUnsafe(BLOCK_SIZE + HMAC_SIZE);
  const block = key.length > BLOCK_SIZE ? hash('sha256', key, 'buffer') : key;
  try {
    writePads(block, inner, outer);
    let at = BLOCK_SIZE;
    for (const part of parts) {
      inner.set(part, at);
      at += part.length;
    }
    outer.set(hash('sha256', inner, 'buffer'), BLOCK_SIZE);
    return hash('sha256', outer, 'buffer');
  } finally {
    inner.fill(0);
    outer.fill(0);
    if (block !== key) block.fill(0);
  }
}

function writePads(key: Uint8Array, inner: Buffer, outer: Buffer): void {
  for (let i = 0; i < BLOCK_SIZE; i += 1) {
    const byte = key[i] ?? 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
}
