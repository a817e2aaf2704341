import { use } from '../access/use.js';
import { rangeOf } from './constraints.js';
import { decodeMarker, markerOf } from './marker.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import { POLICY_NAME } from './policy-name.js';
import type { Verb } from './verb.js';

const POLICIES_PER_PAGE_MAX = 1000;

/** The names of a key's policies, of which there is one. */
export const listKeyPolicies: Verb<'ListKeyPolicies'> = {
  readOnly: true,
  parameters: ({ keyId, limit, marker }) => ({ keyId, limit, marker }),
  async run({ keyring }, caller, { keyId, limit, marker }) {
    const id = assertNotAlias(requiredKeyId('keyId', keyId, rangeOf('limit', limit, 1, POLICIES_PER_PAGE_MAX), markerOf(marker)));
    const key = await keyring.find(caller, use('kms:ListKeyPolicies'), id);
    decodeMarker('policies', marker);
    return { response: { policyNames: [POLICY_NAME], truncated: false }, keyArns: [key.arn] };
  },
};
