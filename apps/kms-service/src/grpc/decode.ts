/**
 * Messages to requests, verb by verb. Protobuf has seen to the types and absent stays absent; what only one door can get wrong is checked here,
 * and everything that both doors must refuse in the same words is left to the verbs.
 */
import type { CreateKeyRequest__Output } from '../../../../proto/types/coffer/kms/v1/CreateKeyRequest.js';
import type { DecryptRequest__Output } from '../../../../proto/types/coffer/kms/v1/DecryptRequest.js';
import type { EncryptRequest__Output } from '../../../../proto/types/coffer/kms/v1/EncryptRequest.js';
import type { GenerateDataKeyRequest__Output } from '../../../../proto/types/coffer/kms/v1/GenerateDataKeyRequest.js';
import type { OnBehalfOf__Output } from '../../../../proto/types/coffer/kms/v1/OnBehalfOf.js';
import type { ReEncryptRequest__Output } from '../../../../proto/types/coffer/kms/v1/ReEncryptRequest.js';
import type { CreateKeyRequest, DecryptRequest, EncryptRequest, GenerateDataKeyRequest, ReEncryptRequest } from '../operations/requests.js';
import { decodeContext } from './context-pairs.js';
import { takeSecret } from './secrets.js';

/** Every request says for whom it is made. */
export interface ForSomeone {
  readonly onBehalfOf?: OnBehalfOf__Output;
}

/** Requests whose members are the message's own. */
export function members<M extends ForSomeone>({ onBehalfOf: _, ...request }: M): Omit<M, 'onBehalfOf'> {
  return request;
}

export function decodeCreateKey({ onBehalfOf: _, tags, ...request }: CreateKeyRequest__Output): CreateKeyRequest {
  return { ...request, tags: tags?.map(({ tagKey, tagValue }) => ({ tagKey, tagValue })) };
}

export function decodeEncrypt({ onBehalfOf: _, encryptionContext, plaintext, ...request }: EncryptRequest__Output): EncryptRequest {
  return { ...request, encryptionContext: decodeContext(encryptionContext), plaintext: takeSecret(plaintext) };
}

export function decodeDecrypt({ onBehalfOf: _, encryptionContext, ...request }: DecryptRequest__Output): DecryptRequest {
  return { ...request, encryptionContext: decodeContext(encryptionContext) };
}

export function decodeReEncrypt({ onBehalfOf: _, sourceEncryptionContext, destinationEncryptionContext, ...request }: ReEncryptRequest__Output): ReEncryptRequest {
  return {
    ...request,
    sourceEncryptionContext: decodeContext(sourceEncryptionContext),
    destinationEncryptionContext: decodeContext(destinationEncryptionContext),
  };
}

export function decodeGenerateDataKey({ onBehalfOf: _, encryptionContext, ...request }: GenerateDataKeyRequest__Output): GenerateDataKeyRequest {
  return { ...request, encryptionContext: decodeContext(encryptionContext) };
}
