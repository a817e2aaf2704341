import { assertNoRecipient } from './members.js';
import { dataKeyParameters, sealDataKey } from './seal-data-key.js';
import type { Verb } from './verb.js';

/** A fresh data key, in the clear and sealed. */
export const generateDataKey: Verb<'GenerateDataKey'> = {
  readOnly: true,
  parameters: dataKeyParameters,
  async run({ keyring }, caller, request) {
    assertNoRecipient(request.recipient);
    const response = await sealDataKey(keyring, caller, 'kms:GenerateDataKey', request);
    return { response, keyArns: [response.keyId], keyMaterialId: response.keyMaterialId };
  },
};
