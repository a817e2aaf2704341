import { randomBytes } from 'node:crypto';

import { associatedData, deriveKey, open, openWhole, seal, sealWhole, Secret } from '@coffer/crypto';

import type { Micro } from './measured.js';

const SEGMENT_BYTES = 262_144;
const BODY_BYTES = 4_096;

/** What sealing and opening a small object takes of libs/crypto, call by call. */
export function sealingMicros(): Micro[] {
  const key = Secret.random(32);
  const body = randomBytes(BODY_BYTES);
  const bound = associatedData('coffer/bench/body', Buffer.from('bench'), Buffer.from('put-0000000'), randomBytes(16));
  const sealed = sealWhole(key, body, bound, SEGMENT_BYTES);
  const wrapped = seal(key, randomBytes(32), bound);
  return [
    { name: 'sealWhole 4 KiB', operation: () => sealWhole(key, body, bound, SEGMENT_BYTES) },
    { name: 'openWhole 4 KiB', operation: () => openWhole(key, sealed, bound, SEGMENT_BYTES) },
    { name: 'seal 32 bytes', operation: () => seal(key, body.subarray(0, 32), bound) },
    { name: 'open 32 bytes', operation: () => open(key, wrapped, bound) },
    { name: 'derive a key', operation: () => { deriveKey(key, bound)[Symbol.dispose](); } },
  ];
}
