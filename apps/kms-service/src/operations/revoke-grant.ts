import { lengthOf, required } from './constraints.js';
import { GRANT_ID_LENGTH_MAX } from './list-grants.js';
import { assertNotAlias, assertNotDryRun, keyIdOf, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** Takes a grant away, by whom the key's policy lets. */
export const revokeGrant: Verb<'RevokeGrant'> = {
  readOnly: false,
  parameters: ({ keyId, grantId }) => ({ keyId, grantId }),
  async run({ keyring, grants }, caller, { keyId, grantId: given, dryRun }) {
    const grantId = required('grantId', given, lengthOf('grantId', given, 1, GRANT_ID_LENGTH_MAX), keyIdOf('keyId', keyId));
    const id = assertNotAlias(requiredKeyId('keyId', keyId));
    const conditions = new Map([['kms:grantisforawsresource', String(caller.viaService !== undefined)]]);
    const found = await keyring.find(caller, { action: 'kms:RevokeGrant', conditions }, id);
    const { grant, key } = await grants.revocable(found, grantId);
    assertNotDryRun(dryRun, key.arn);
    await grants.end(grant);
    return { response: {}, keyArns: [key.arn] };
  },
};
