import { use } from '../access/use.js';
import type { Alias } from '../keys/aliases.js';
import { assertConstraints, rangeOf } from './constraints.js';
import { decodeMarker, encodeMarker, markerOf } from './marker.js';
import { assertNotAlias, keyIdOf } from './members.js';
import type { AliasEntry } from './responses.js';
import type { Verb } from './verb.js';

export const ALIASES_PER_PAGE_MAX = 100;
const ALIASES_PER_PAGE = 50;

/** The aliases of the caller's account, or those of one of its keys, in order of name. */
export const listAliases: Verb<'ListAliases'> = {
  readOnly: true,
  parameters: ({ keyId, limit, marker }) => ({ keyId, limit, marker }),
  async run({ keyring, aliases, gate }, caller, { keyId, limit, marker }) {
    assertConstraints(keyIdOf('keyId', keyId), rangeOf('limit', limit, 1, ALIASES_PER_PAGE_MAX), markerOf(marker));
    gate.assertAllowedOn(caller, use('kms:ListAliases'), '*');
    const key = keyId === undefined ? undefined : (await keyring.locate(caller, use('kms:ListAliases'), assertNotAlias(keyId))).key;
    const list = `aliases/${key?.id ?? ''}`;
    const { items, next } = await aliases.list(caller, key?.id, decodeMarker(list, marker), limit ?? ALIASES_PER_PAGE);
    const response = { aliases: items.map(entryOf), truncated: next !== undefined, ...(next && { nextMarker: encodeMarker(list, next) }) };
    return { response, keyArns: key === undefined ? [] : [key.arn] };
  },
};

function entryOf({ name, arn, targetKeyId, createdAt, updatedAt }: Alias): AliasEntry {
  return { aliasName: name, aliasArn: arn, targetKeyId, creationDate: createdAt, lastUpdatedDate: updatedAt };
}
