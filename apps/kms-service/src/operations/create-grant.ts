import { constrainedContext, grantConditions, grantTermsOf } from './grant-terms.js';
import { assertNotAlias, assertNotDryRun } from './members.js';
import type { Verb } from './verb.js';

/** Lets a principal do operations on a key, beside what the key's policy says. Holds from the answer on. */
export const createGrant: Verb<'CreateGrant'> = {
  readOnly: false,
  parameters: ({ keyId, granteePrincipal, retiringPrincipal, operations, constraints, name }) => ({
    keyId, granteePrincipal, retiringPrincipal, operations, name,
    encryptionContextSubset: constraints?.encryptionContextSubset,
    encryptionContextEquals: constraints?.encryptionContextEquals,
    sourceArn: constraints?.sourceArn,
  }),
  async run({ grants }, caller, request) {
    const terms = grantTermsOf(request);
    const keyId = assertNotAlias(request.keyId ?? '');
    grants.assertTokens(request.grantTokens);
    const conditions = grantConditions(terms, caller.viaService !== undefined);
    const use = { action: 'kms:CreateGrant', encryptionContext: constrainedContext(terms.constraints), conditions } as const;
    const key = await grants.grantable(caller, use, keyId, terms);
    assertNotDryRun(request.dryRun, key.arn);
    const grant = await grants.create(caller, key, terms);
    return { response: { grantId: grant.id, grantToken: grants.tokenOf(grant) }, keyArns: [key.arn], made: { grantId: grant.id, keyId: key.arn } };
  },
};
