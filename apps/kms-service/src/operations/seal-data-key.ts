import type { Caller } from '@coffer/iam';
import { Secret } from '@coffer/crypto';
import type { Action } from '../access/authorize.js';
import type { AuditParameters } from '../audit/audit-event.js';
import { sealBlob } from '../blob/ciphertext-blob.js';
import { KmsError } from '../errors/kms-error.js';
import { currentMaterial } from '../keys/key.js';
import { sealingKey, type Keyring } from '../keys/keyring.js';
import { oneOf, rangeOf } from './constraints.js';
import { assertNotDryRun, grantTokensOf, requiredKeyId } from './members.js';
import type { GenerateDataKeyWithoutPlaintextRequest } from './requests.js';
import type { GenerateDataKeyResponse } from './responses.js';

export const DATA_KEY_SIZE_MAX = 1024;

const SIZE_OF_SPEC: ReadonlyMap<string, number> = new Map([['AES_256', 32], ['AES_128', 16]]);

/** What the audit event says of a request for a data key, with or without plaintext. */
export function dataKeyParameters({ keyId, keySpec, numberOfBytes, encryptionContext }: GenerateDataKeyWithoutPlaintextRequest): AuditParameters {
  return { keyId, keySpec, numberOfBytes, encryptionContext };
}

/** A fresh data key, in the clear and sealed under the key that the request names. Whoever calls disposes of the plaintext. */
export async function sealDataKey(
  keyring: Keyring,
  caller: Caller,
  action: Action,
  request: GenerateDataKeyWithoutPlaintextRequest,
): Promise<GenerateDataKeyResponse> {
  const { keySpec, numberOfBytes, encryptionContext = new Map<string, string>() } = request;
  const spec = oneOf('keySpec', keySpec, [...SIZE_OF_SPEC.keys()]);
  const keyId = requiredKeyId('keyId', request.keyId, spec, rangeOf('numberOfBytes', numberOfBytes, 1, DATA_KEY_SIZE_MAX), grantTokensOf(request.grantTokens));
  const size = sizeOfDataKey(keySpec, numberOfBytes);
  const key = await keyring.usable(caller, action, keyId);
  assertNotDryRun(request.dryRun, key.arn);
  const material = currentMaterial(key);
  const plaintext = Secret.random(size);
  const ciphertextBlob = await keyring.lend(key, material, (secret) => sealBlob(sealingKey(key), secret, plaintext, encryptionContext));
  return { ciphertextBlob, plaintext, keyId: key.arn, keyMaterialId: material.id };
}

function sizeOfDataKey(keySpec: string | undefined, numberOfBytes: number | undefined): number {
  if (keySpec !== undefined && numberOfBytes !== undefined) throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
  const size = numberOfBytes ?? SIZE_OF_SPEC.get(keySpec ?? '');
  if (size === undefined) throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
  return size;
}
