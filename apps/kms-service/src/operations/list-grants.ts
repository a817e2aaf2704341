import { lengthOf, rangeOf } from './constraints.js';
import { entryOf } from './grant-entry.js';
import { principalOf } from './grant-terms.js';
import { decodeMarker, encodeMarker, markerOf } from './marker.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

export const GRANTS_PER_PAGE_MAX = 100;
const GRANTS_PER_PAGE = 50;
export const GRANT_ID_LENGTH_MAX = 128;

/** The grants of a key, in order of their ids; only one, or those of one grantee, if that is asked. */
export const listGrants: Verb<'ListGrants'> = {
  readOnly: true,
  parameters: ({ keyId, grantId, granteePrincipal, limit, marker }) => ({ keyId, grantId, granteePrincipal, limit, marker }),
  async run({ keyring, grants }, caller, { keyId, grantId, granteePrincipal, limit, marker }) {
    const others = [lengthOf('grantId', grantId, 1, GRANT_ID_LENGTH_MAX), ...principalOf('granteePrincipal', granteePrincipal), rangeOf('limit', limit, 1, GRANTS_PER_PAGE_MAX), markerOf(marker)];
    const id = assertNotAlias(requiredKeyId('keyId', keyId, ...others));
    const conditions = new Map([['kms:grantisforawsresource', String(caller.viaService !== undefined)]]);
    const key = await keyring.find(caller, { action: 'kms:ListGrants', conditions }, id);
    const list = `grants/${key.id}/${granteePrincipal ?? ''}`;
    const { items, next } = await grants.list(key, { grantId, granteePrincipal }, decodeMarker(list, marker), limit ?? GRANTS_PER_PAGE);
    const entries = items.map((grant) => entryOf({ grant, key }));
    return { response: { grants: entries, truncated: next !== undefined, ...(next && { nextMarker: encodeMarker(list, next) }) }, keyArns: [key.arn] };
  },
};
