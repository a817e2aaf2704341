import { use } from '../access/use.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import { assertPolicyName, POLICY_NAME, policyNameOf } from './policy-name.js';
import type { Verb } from './verb.js';

/** A key's policy as it was put; of a key that was given none, the default one. */
export const getKeyPolicy: Verb<'GetKeyPolicy'> = {
  readOnly: true,
  parameters: ({ keyId, policyName = POLICY_NAME }) => ({ keyId, policyName }),
  async run({ keyring }, caller, { keyId, policyName }) {
    const id = assertNotAlias(requiredKeyId('keyId', keyId, ...policyNameOf(policyName)));
    const key = await keyring.find(caller, use('kms:GetKeyPolicy'), id);
    assertPolicyName(policyName);
    return { response: { policy: keyring.policies.textOf(key), policyName: POLICY_NAME }, keyArns: [key.arn] };
  },
};
