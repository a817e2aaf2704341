import { dataKeyParameters, sealDataKey } from './seal-data-key.js';
import type { Verb } from './verb.js';

/** A fresh data key, sealed only: for who stores keys now and uses them later. */
export const generateDataKeyWithoutPlaintext: Verb<'GenerateDataKeyWithoutPlaintext'> = {
  readOnly: true,
  parameters: dataKeyParameters,
  async run({ keyring }, caller, request) {
    const { plaintext, ...response } = await sealDataKey(keyring, caller, 'kms:GenerateDataKeyWithoutPlaintext', request);
    plaintext[Symbol.dispose]();
    return { response, keyArns: [response.keyId], keyMaterialId: response.keyMaterialId };
  },
};
