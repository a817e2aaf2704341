import type { Caller } from '@coffer/iam';
import { assertNoRecipient } from './members.js';
import { each, orThrow, outcomeOf, type Outcome } from './outcome.js';
import type { GenerateDataKeyRequest } from './requests.js';
import type { GenerateDataKeyResponse } from './responses.js';
import { dataKeyParameters, sealDataKeys } from './seal-data-key.js';
import type { Service } from './service.js';
import type { BatchVerb, Done } from './verb.js';

/** A fresh data key, in the clear and sealed. */
export const generateDataKey: BatchVerb<'GenerateDataKey'> = {
  readOnly: true,
  parameters: dataKeyParameters,
  async run(service, caller, request) {
    const [outcome] = await generate(service, caller, [request]);
    return orThrow(outcome);
  },
  keyOf: ({ keyId = '' }) => keyId,
  runTogether: generate,
};

async function generate(service: Service, caller: Caller, requests: readonly GenerateDataKeyRequest[]): Promise<Outcome<Done<GenerateDataKeyResponse>>[]> {
  const supported = requests.map((request) => outcomeOf(() => {
    assertNoRecipient(request.recipient);
    return request;
  }));
  const made = await sealDataKeys(service, caller, 'kms:GenerateDataKey', supported);
  return each(made, (response) => ({ response, keyArns: [response.keyId], keyMaterialId: response.keyMaterialId }));
}
