import { orThrow } from './outcome.js';
import { dataKeyParameters, sealDataKeys } from './seal-data-key.js';
import type { Verb } from './verb.js';

/** A fresh data key, sealed only: for who stores keys now and uses them later. */
export const generateDataKeyWithoutPlaintext: Verb<'GenerateDataKeyWithoutPlaintext'> = {
  readOnly: true,
  parameters: dataKeyParameters,
  async run(service, caller, request) {
    const [made] = await sealDataKeys(service, caller, 'kms:GenerateDataKeyWithoutPlaintext', [request]);
    const { plaintext, ...response } = orThrow(made);
    plaintext[Symbol.dispose]();
    return { response, keyArns: [response.keyId], keyMaterialId: response.keyMaterialId };
  },
};
