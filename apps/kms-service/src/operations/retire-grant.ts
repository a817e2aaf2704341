import type { Use } from '../access/use.js';
import { KmsError } from '../errors/kms-error.js';
import type { Grant } from '../keys/grant.js';
import { assertConstraints, lengthOf } from './constraints.js';
import { constrainedContext, constraintType } from './grant-terms.js';
import { GRANT_ID_LENGTH_MAX } from './list-grants.js';
import { assertNotAlias, assertNotDryRun, grantTokensOf, keyIdOf } from './members.js';
import type { RetireGrantRequest } from './requests.js';
import type { Verb } from './verb.js';

/** Ends a grant that is no longer needed: by its retiring principal, by its grantee if that was granted, or by whom the key's policy lets. */
export const retireGrant: Verb<'RetireGrant'> = {
  readOnly: false,
  parameters: ({ keyId, grantId }) => ({ keyId, grantId }),
  async run({ grants }, caller, request) {
    const { keyId, grantId, grantToken } = checked(request);
    const { grant, key } = grantToken === undefined
      ? await grants.retirableById(caller, useOf, assertNotAlias(keyId), grantId)
      : await grants.retirableByToken(caller, useOf, grantToken);
    assertNotDryRun(request.dryRun, key.arn);
    await grants.end(grant);
    return { response: {}, keyArns: [key.arn], made: { grantId: grant.id, keyId: key.arn } };
  },
};

function useOf(grant?: Grant): Use {
  if (grant === undefined) return { action: 'kms:RetireGrant' };
  const conditions = new Map([['kms:grantconstrainttype', constraintType(grant.constraints)]]);
  return { action: 'kms:RetireGrant', encryptionContext: constrainedContext(grant.constraints), conditions };
}

/** Either the token alone, or the key and the id. */
function checked({ keyId = '', grantId = '', grantToken }: RetireGrantRequest): { readonly keyId: string; readonly grantId: string; readonly grantToken: string | undefined } {
  const named = keyId !== '' && grantId !== '';
  if (named === (grantToken !== undefined)) throw new KmsError('ValidationException', 'Please specify either a grant token, or a key ID and a grant ID.');
  if (named) assertConstraints(keyIdOf('keyId', keyId), lengthOf('grantId', grantId, 1, GRANT_ID_LENGTH_MAX));
  else assertConstraints(grantTokensOf(grantToken === undefined ? undefined : [grantToken]));
  return { keyId, grantId, grantToken };
}
