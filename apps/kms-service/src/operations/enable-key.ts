import { use } from '../access/use.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** Makes a disabled key usable again. Enabling twice is not an error. */
export const enableKey: Verb<'EnableKey'> = {
  readOnly: false,
  parameters: ({ keyId }) => ({ keyId }),
  async run({ keyring }, caller, request) {
    const keyId = assertNotAlias(requiredKeyId('keyId', request.keyId));
    const key = await keyring.setEnabled(caller, use('kms:EnableKey'), keyId, true);
    return { response: {}, keyArns: [key.arn] };
  },
};
