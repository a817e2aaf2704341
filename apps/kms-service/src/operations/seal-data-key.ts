import type { Caller } from '@coffer/iam';
import type { EncryptionContext } from '@coffer/context';
import { Secret } from '@coffer/crypto';
import type { Action } from '../access/action.js';
import type { AuditParameters } from '@coffer/audit';
import { BlobSealer } from '../blob/ciphertext-blob.js';
import { KmsError, toKmsError } from '../errors/kms-error.js';
import { currentMaterial, type Key } from '../keys/key.js';
import { enabled, sealingKey } from '../keys/keyring.js';
import { oneOf, rangeOf } from './constraints.js';
import { assertNotDryRun, grantTokensOf, requiredKeyId } from './members.js';
import { each, refuse, type Outcome } from './outcome.js';
import type { GenerateDataKeyWithoutPlaintextRequest } from './requests.js';
import type { GenerateDataKeyResponse } from './responses.js';
import type { Service } from './service.js';

export const DATA_KEY_SIZE_MAX = 1024;

const SIZE_OF_SPEC: ReadonlyMap<string, number> = new Map([['AES_256', 32], ['AES_128', 16]]);
const SPECS = [...SIZE_OF_SPEC.keys()];

const noContext: EncryptionContext = new Map();

/** A request that is within every limit. */
interface Checked {
  readonly request: GenerateDataKeyWithoutPlaintextRequest;
  readonly keyId: string;
  readonly size: number;
}

/** What the audit event says of a request for a data key, with or without plaintext. */
export function dataKeyParameters({ keyId, keySpec, numberOfBytes, encryptionContext }: GenerateDataKeyWithoutPlaintextRequest): AuditParameters {
  return { keyId, keySpec, numberOfBytes, encryptionContext };
}

/**
 * Fresh data keys, in the clear and sealed, or why not, in the order of `requests`; refusals among them stay. All name the same key, which is
 * found and lent once for all, and allowed for each: at once, if nothing depends on their encryption contexts. Whoever calls disposes of the plaintexts. Never rejects.
 */
export async function sealDataKeys(
  { keyring, gate, grants }: Pick<Service, 'keyring' | 'gate' | 'grants'>,
  caller: Caller,
  action: Action,
  requests: readonly Outcome<GenerateDataKeyWithoutPlaintextRequest>[],
): Promise<Outcome<GenerateDataKeyResponse>[]> {
  const checked = each(requests, (request) => {
    grants.assertTokens(request.grantTokens);
    return check(request);
  });
  const first = checked.find((outcome) => !(outcome instanceof KmsError));
  if (first === undefined || first instanceof KmsError) return checked as KmsError[];
  try {
    const subject = await keyring.locate(caller, { action }, first.keyId);
    const contexts = checked.map((outcome) => (outcome instanceof KmsError ? undefined : outcome.request.encryptionContext));
    const passed = refuse(checked, await gate.refusals(caller, { action }, subject, contexts));
    const { key } = subject;
    const allowed = each(passed, (one) => {
      enabled(key);
      assertNotDryRun(one.request.dryRun, key.arn);
      return one;
    });
    if (allowed.every((outcome) => outcome instanceof KmsError)) return allowed;
    return await keyring.lend(key, currentMaterial(key), (material) => {
      const sealer = new BlobSealer(sealingKey(key), material);
      return each(allowed, (one) => sealOne(key, sealer, one));
    });
  } catch (error) {
    const refusal = toKmsError(error);
    return checked.map((outcome) => (outcome instanceof KmsError ? outcome : refusal));
  }
}

function check(request: GenerateDataKeyWithoutPlaintextRequest): Checked {
  const { keySpec, numberOfBytes } = request;
  const spec = oneOf('keySpec', keySpec, SPECS);
  const keyId = requiredKeyId('keyId', request.keyId, spec, rangeOf('numberOfBytes', numberOfBytes, 1, DATA_KEY_SIZE_MAX), grantTokensOf(request.grantTokens));
  return { request, keyId, size: sizeOfDataKey(keySpec, numberOfBytes) };
}

function sealOne(key: Key, sealer: BlobSealer, { request, size }: Checked): GenerateDataKeyResponse {
  const plaintext = Secret.random(size);
  try {
    const ciphertextBlob = sealer.seal(plaintext, request.encryptionContext ?? noContext);
    return { ciphertextBlob, plaintext, keyId: key.arn, keyMaterialId: currentMaterial(key).id };
  } catch (error) {
    plaintext[Symbol.dispose]();
    throw error;
  }
}

function sizeOfDataKey(keySpec: string | undefined, numberOfBytes: number | undefined): number {
  if (keySpec !== undefined && numberOfBytes !== undefined) throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
  const size = numberOfBytes ?? SIZE_OF_SPEC.get(keySpec ?? '');
  if (size === undefined) throw new KmsError('ValidationException', 'Please specify either number of bytes or key spec.');
  return size;
}
