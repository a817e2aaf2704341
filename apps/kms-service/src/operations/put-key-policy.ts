import { KEY_POLICY_SIZE_MAX } from '../keys/key-policies.js';
import { policyConditions } from './policy-conditions.js';
import { lengthOf, required } from './constraints.js';
import { assertNotAlias, keyIdOf, requiredKeyId } from './members.js';
import { assertPolicyName, POLICY_NAME, policyNameOf } from './policy-name.js';
import type { Verb } from './verb.js';

/** AWS's limit of the member; what is longer than a key's policy may be, and not longer than this, is over the quota. */
export const POLICY_LENGTH_MAX = 131_072;

/** A policy as events tell it: one that is too large to be a key's is cut there, so that a refusal costs no more than what is taken. */
export function recordedPolicy(policy: string | undefined): string | undefined {
  return policy?.slice(0, KEY_POLICY_SIZE_MAX);
}

/** Gives a key another policy, which holds from the answer on. */
export const putKeyPolicy: Verb<'PutKeyPolicy'> = {
  readOnly: false,
  parameters: ({ keyId, policyName = POLICY_NAME, policy, bypassPolicyLockoutSafetyCheck }) => ({ keyId, policyName, policy: recordedPolicy(policy), bypassPolicyLockoutSafetyCheck }),
  async run({ keyring }, caller, { keyId, policyName, policy: given, bypassPolicyLockoutSafetyCheck: bypass = false }) {
    const policy = required('policy', given, lengthOf('policy', given, 1, POLICY_LENGTH_MAX), keyIdOf('keyId', keyId), ...policyNameOf(policyName));
    const id = assertNotAlias(requiredKeyId('keyId', keyId));
    assertPolicyName(policyName);
    const key = await keyring.putPolicy(caller, { action: 'kms:PutKeyPolicy', conditions: policyConditions(bypass) }, id, policy, bypass);
    return { response: {}, keyArns: [key.arn] };
  },
};
