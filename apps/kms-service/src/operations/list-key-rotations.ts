import { use } from '../access/use.js';
import { currentMaterial, type Key, type Material } from '../keys/key.js';
import { oneOf, rangeOf } from './constraints.js';
import { decodeMarker, encodeMarker, markerOf } from './marker.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { RotationEntry } from './responses.js';
import type { Verb } from './verb.js';

const ROTATIONS_PER_PAGE_MAX = 1_000;
const ROTATIONS_PER_PAGE = 100;
const WITH_ALL_MATERIAL = 'ALL_KEY_MATERIAL';

/** The rotations of a key, the first first; with the material that it came with, if all material is asked for. */
export const listKeyRotations: Verb<'ListKeyRotations'> = {
  readOnly: true,
  parameters: ({ keyId, includeKeyMaterial, limit, marker }) => ({ keyId, includeKeyMaterial, limit, marker }),
  async run({ keyring }, caller, { keyId, includeKeyMaterial, limit = ROTATIONS_PER_PAGE, marker }) {
    const others = [oneOf('includeKeyMaterial', includeKeyMaterial, [WITH_ALL_MATERIAL, 'ROTATIONS_ONLY']), rangeOf('limit', limit, 1, ROTATIONS_PER_PAGE_MAX), markerOf(marker)];
    const id = assertNotAlias(requiredKeyId('keyId', keyId, ...others));
    const key = await keyring.find(caller, use('kms:ListKeyRotations'), id);
    const list = `rotations/${key.id}`;
    const all = key.materials.filter(({ rotation }) => rotation !== undefined || includeKeyMaterial === WITH_ALL_MATERIAL);
    const begin = all.findIndex((material) => material.id === decodeMarker(list, marker)) + 1;
    const page = all.slice(begin, begin + limit);
    const truncated = begin + page.length < all.length;
    const next = truncated ? { nextMarker: encodeMarker(list, page.at(-1)?.id ?? '') } : {};
    return { response: { rotations: page.map((material) => entryOf(key, material)), truncated, ...next }, keyArns: [key.arn] };
  },
};

function entryOf(key: Key, { id, rotation }: Material): RotationEntry {
  return {
    keyId: key.id,
    keyMaterialId: id,
    keyMaterialState: currentMaterial(key).id === id ? 'CURRENT' : 'NON_CURRENT',
    ...(rotation && { rotationDate: rotation.at, rotationType: rotation.type }),
  };
}
