import { use } from '../access/use.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** The key keeps its material until somebody rotates it. */
export const disableKeyRotation: Verb<'DisableKeyRotation'> = {
  readOnly: false,
  parameters: ({ keyId }) => ({ keyId }),
  async run({ lifecycle }, caller, request) {
    const keyId = assertNotAlias(requiredKeyId('keyId', request.keyId));
    const key = await lifecycle.disableRotation(caller, use('kms:DisableKeyRotation'), keyId);
    return { response: {}, keyArns: [key.arn] };
  },
};
