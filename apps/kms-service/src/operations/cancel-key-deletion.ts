import { use } from '../access/use.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** The key stays, disabled: enabling it is another step. */
export const cancelKeyDeletion: Verb<'CancelKeyDeletion'> = {
  readOnly: false,
  parameters: ({ keyId }) => ({ keyId }),
  async run({ lifecycle }, caller, request) {
    const keyId = assertNotAlias(requiredKeyId('keyId', request.keyId));
    const key = await lifecycle.cancelDeletion(caller, use('kms:CancelKeyDeletion'), keyId);
    return { response: { keyId: key.arn }, keyArns: [key.arn], made: { keyId: key.arn } };
  },
};
