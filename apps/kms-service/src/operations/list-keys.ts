import { use } from '../access/use.js';
import { keyArn } from '../keys/key.js';
import { assertConstraints, rangeOf } from './constraints.js';
import { decodeMarker, encodeMarker, markerOf } from './marker.js';
import type { Verb } from './verb.js';

export const KEYS_PER_PAGE_MAX = 1000;
const KEYS_PER_PAGE = 100;

/** The keys of the caller's account, those that were made for it included. */
export const listKeys: Verb<'ListKeys'> = {
  readOnly: true,
  parameters: ({ limit, marker }) => ({ limit, marker }),
  async run({ keyring, gate }, caller, { limit, marker }) {
    assertConstraints(rangeOf('limit', limit, 1, KEYS_PER_PAGE_MAX), markerOf(marker));
    gate.assertAllowedOn(caller, use('kms:ListKeys'), '*');
    const { items, next } = await keyring.list(caller, decodeMarker('keys', marker), limit ?? KEYS_PER_PAGE);
    const keys = items.map((keyId) => ({ keyId, keyArn: keyArn(keyring.table.place, keyring.ownerFor(caller), keyId) }));
    return { response: { keys, truncated: next !== undefined, ...(next && { nextMarker: encodeMarker('keys', next) }) }, keyArns: [] };
  },
};
