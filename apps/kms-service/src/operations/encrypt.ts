import { PLAINTEXT_SIZE_MAX, sealBlob } from '../blob/ciphertext-blob.js';
import { currentMaterial } from '../keys/key.js';
import { sealingKey } from '../keys/keyring.js';
import { present, required, sizeOf } from './constraints.js';
import { algorithmOf, assertNotDryRun, assertSymmetric, grantTokensOf, keyIdOf } from './members.js';
import type { Verb } from './verb.js';

/** Seals up to 4,096 bytes of the caller's under a key. */
export const encrypt: Verb<'Encrypt'> = {
  readOnly: true,
  parameters: ({ keyId, encryptionContext, encryptionAlgorithm = 'SYMMETRIC_DEFAULT' }) => ({ keyId, encryptionContext, encryptionAlgorithm }),
  async run({ keyring, grants }, caller, request) {
    const { encryptionContext: context = new Map(), encryptionAlgorithm } = request;
    const others = [sizeOf('plaintext', request.plaintext, 1, PLAINTEXT_SIZE_MAX), algorithmOf('encryptionAlgorithm', encryptionAlgorithm), grantTokensOf(request.grantTokens)];
    const plaintext = required('plaintext', request.plaintext, present('keyId', request.keyId), keyIdOf('keyId', request.keyId), ...others);
    assertSymmetric(encryptionAlgorithm);
    grants.assertTokens(request.grantTokens);
    const key = await keyring.usable(caller, { action: 'kms:Encrypt', encryptionContext: context }, request.keyId ?? '');
    assertNotDryRun(request.dryRun, key.arn);
    const material = currentMaterial(key);
    const ciphertextBlob = await keyring.lend(key, material, (secret) => sealBlob(sealingKey(key), secret, plaintext, context));
    return { response: { ciphertextBlob, keyId: key.arn, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }, keyArns: [key.arn], keyMaterialId: material.id };
  },
};
