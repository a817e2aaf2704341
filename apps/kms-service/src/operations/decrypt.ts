import type { Caller } from '@coffer/iam';
import type { Secret } from '@coffer/crypto';
import { blobKeyText } from '../blob/ciphertext-blob.js';
import type { Key, Material } from '../keys/key.js';
import { required, sizeOf } from './constraints.js';
import { algorithmOf, assertNoRecipient, assertNotDryRun, assertSymmetric, grantTokensOf, keyIdOf } from './members.js';
import { CIPHERTEXT_SIZE_MAX, openTogether, type BlobToOpen } from './open-request-blob.js';
import { orThrow, outcomeOf, type Outcome } from './outcome.js';
import type { DecryptRequest } from './requests.js';
import type { DecryptResponse } from './responses.js';
import type { Service } from './service.js';
import type { BatchVerb, Done } from './verb.js';

/** Opens a blob under the key that it names and the context that it was sealed with. */
export const decrypt: BatchVerb<'Decrypt'> = {
  readOnly: true,
  parameters: ({ keyId, encryptionContext, encryptionAlgorithm = 'SYMMETRIC_DEFAULT' }) => ({ keyId, encryptionContext, encryptionAlgorithm }),
  async run(service, caller, request) {
    const [outcome] = await runTogether(service, caller, [request]);
    return orThrow(outcome);
  },
  keyOf: ({ keyId = '', ciphertextBlob }) => `${keyId} ${ciphertextBlob === undefined ? '' : blobKeyText(ciphertextBlob)}`,
  runTogether,
};

async function runTogether(service: Service, caller: Caller, requests: readonly DecryptRequest[]): Promise<readonly Outcome<Done<DecryptResponse>>[]> {
  const blobs = requests.map((request) => outcomeOf(() => checked(service, request)));
  return openTogether(service, caller, 'kms:Decrypt', blobs, done);
}

function checked({ grants }: Service, request: DecryptRequest): BlobToOpen {
  const { ciphertextBlob, keyId, encryptionContext: context = new Map(), encryptionAlgorithm, dryRun } = request;
  const size = sizeOf('ciphertextBlob', ciphertextBlob, 1, CIPHERTEXT_SIZE_MAX);
  const others = [keyIdOf('keyId', keyId), algorithmOf('encryptionAlgorithm', encryptionAlgorithm), grantTokensOf(request.grantTokens)];
  const bytes = required('ciphertextBlob', ciphertextBlob, size, ...others);
  assertSymmetric(encryptionAlgorithm);
  assertNoRecipient(request.recipient);
  grants.assertTokens(request.grantTokens);
  return { bytes, keyId, context, dryRun };
}

function done(plaintext: Secret, key: Key, material: Material, { dryRun }: BlobToOpen): Done<DecryptResponse> {
  if (dryRun === true) plaintext[Symbol.dispose]();
  assertNotDryRun(dryRun, key.arn);
  const response = { keyId: key.arn, plaintext, encryptionAlgorithm: 'SYMMETRIC_DEFAULT', keyMaterialId: material.id } as const;
  return { response, keyArns: [key.arn], keyMaterialId: material.id };
}
