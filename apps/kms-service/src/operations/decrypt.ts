import { required, sizeOf } from './constraints.js';
import { algorithmOf, assertNoRecipient, assertNotDryRun, assertSymmetric, grantTokensOf, keyIdOf } from './members.js';
import { CIPHERTEXT_SIZE_MAX, findBlobKey, openWithKey } from './open-request-blob.js';
import type { Verb } from './verb.js';

/** Opens a blob under the key that it names and the context that it was sealed with. */
export const decrypt: Verb<'Decrypt'> = {
  readOnly: true,
  parameters: ({ keyId, encryptionContext, encryptionAlgorithm = 'SYMMETRIC_DEFAULT' }) => ({ keyId, encryptionContext, encryptionAlgorithm }),
  async run({ keyring }, caller, request) {
    const { ciphertextBlob, keyId, encryptionContext: context = new Map(), encryptionAlgorithm } = request;
    const size = sizeOf('ciphertextBlob', ciphertextBlob, 1, CIPHERTEXT_SIZE_MAX);
    const others = [keyIdOf('keyId', keyId), algorithmOf('encryptionAlgorithm', encryptionAlgorithm), grantTokensOf(request.grantTokens)];
    const bytes = required('ciphertextBlob', ciphertextBlob, size, ...others);
    assertSymmetric(encryptionAlgorithm);
    assertNoRecipient(request.recipient);
    const openable = await findBlobKey(keyring, caller, 'kms:Decrypt', { bytes, keyId, context });
    const plaintext = await openWithKey(keyring, openable, context);
    const { key, material } = openable;
    if (request.dryRun === true) plaintext[Symbol.dispose]();
    assertNotDryRun(request.dryRun, key.arn);
    const response = { keyId: key.arn, plaintext, encryptionAlgorithm: 'SYMMETRIC_DEFAULT', keyMaterialId: material.id } as const;
    return { response, keyArns: [key.arn], keyMaterialId: material.id };
  },
};
