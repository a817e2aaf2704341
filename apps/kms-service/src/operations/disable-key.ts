import { use } from '../access/use.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** From the answer on, nothing is sealed or opened under the key. Disabling twice is not an error. */
export const disableKey: Verb<'DisableKey'> = {
  readOnly: false,
  parameters: ({ keyId }) => ({ keyId }),
  async run({ keyring }, caller, request) {
    const keyId = assertNotAlias(requiredKeyId('keyId', request.keyId));
    const key = await keyring.setEnabled(caller, use('kms:DisableKey'), keyId, false);
    return { response: {}, keyArns: [key.arn] };
  },
};
