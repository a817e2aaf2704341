import type { Caller } from '@coffer/iam';
import { sealBlob } from '../blob/ciphertext-blob.js';
import { currentMaterial } from '../keys/key.js';
import { enabled, openable, sealingKey } from '../keys/keyring.js';
import { present, required, sizeOf } from './constraints.js';
import { algorithmOf, assertNotDryRun, assertSymmetric, grantTokensOf, keyIdOf } from './members.js';
import { CIPHERTEXT_SIZE_MAX, locateBlobKey, openWithKey, type BlobToOpen } from './open-request-blob.js';
import type { ReEncryptRequest } from './requests.js';
import type { Verb } from './verb.js';

/** Opens a blob and seals its plaintext under another key or context, without the plaintext ever leaving. */
export const reEncrypt: Verb<'ReEncrypt'> = {
  readOnly: true,
  parameters: (request) => ({
    sourceKeyId: request.sourceKeyId,
    destinationKeyId: request.destinationKeyId,
    sourceEncryptionContext: request.sourceEncryptionContext,
    destinationEncryptionContext: request.destinationEncryptionContext,
    sourceEncryptionAlgorithm: request.sourceEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT',
    destinationEncryptionAlgorithm: request.destinationEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT',
  }),
  async run({ keyring, gate, grants }, caller: Caller, request) {
    const blob = checked(request);
    grants.assertTokens(request.grantTokens);
    const context = request.destinationEncryptionContext ?? new Map<string, string>();
    const [from, to] = [{ action: 'kms:ReEncryptFrom', encryptionContext: blob.context }, { action: 'kms:ReEncryptTo', encryptionContext: context }] as const;
    const { blob: parsed, located } = await locateBlobKey({ keyring, gate }, caller, from, blob);
    const target = await keyring.locate(caller, to, request.destinationKeyId ?? '');
    const conditions = new Map([['kms:reencryptonsamekey', String(located.key.id === target.key.id)]]);
    await gate.assertAllowed(caller, { ...from, conditions }, located);
    await gate.assertAllowed(caller, { ...to, conditions }, target);
    const [source, destination] = [openable(located), enabled(target.key)];
    using plaintext = await openWithKey(keyring, parsed, source, blob.context);
    assertNotDryRun(request.dryRun, destination.arn);
    const material = currentMaterial(destination);
    const ciphertextBlob = await keyring.lend(destination, material, (secret) => sealBlob(sealingKey(destination), secret, plaintext, context));
    const response = {
      ciphertextBlob,
      sourceKeyId: source.key.arn,
      keyId: destination.arn,
      sourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      destinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      sourceKeyMaterialId: source.material.id,
      destinationKeyMaterialId: material.id,
    } as const;
    return { response, keyArns: [source.key.arn, destination.arn], keyMaterialId: material.id };
  },
};

function checked(request: ReEncryptRequest): BlobToOpen {
  const { ciphertextBlob, sourceKeyId, destinationKeyId, sourceEncryptionAlgorithm, destinationEncryptionAlgorithm } = request;
  const bytes = required(
    'ciphertextBlob',
    ciphertextBlob,
    sizeOf('ciphertextBlob', ciphertextBlob, 1, CIPHERTEXT_SIZE_MAX),
    keyIdOf('sourceKeyId', sourceKeyId),
    present('destinationKeyId', destinationKeyId),
    keyIdOf('destinationKeyId', destinationKeyId),
    algorithmOf('sourceEncryptionAlgorithm', sourceEncryptionAlgorithm),
    algorithmOf('destinationEncryptionAlgorithm', destinationEncryptionAlgorithm),
    grantTokensOf(request.grantTokens),
  );
  assertSymmetric(sourceEncryptionAlgorithm);
  assertSymmetric(destinationEncryptionAlgorithm);
  return { bytes, keyId: sourceKeyId, context: request.sourceEncryptionContext ?? new Map<string, string>() };
}
