/**
 * Messages to requests, verb by verb. Protobuf has seen to the types and absent stays absent; what only one door can get wrong is checked here,
 * and everything that both doors must refuse in the same words is left to the verbs.
 */
import type { CreateGrantRequest__Output } from '../../../../proto/types/coffer/kms/v1/CreateGrantRequest.js';
import type { CreateKeyRequest__Output } from '../../../../proto/types/coffer/kms/v1/CreateKeyRequest.js';
import type { DecryptRequest__Output } from '../../../../proto/types/coffer/kms/v1/DecryptRequest.js';
import type { EncryptRequest__Output } from '../../../../proto/types/coffer/kms/v1/EncryptRequest.js';
import type { GenerateDataKeyRequest__Output } from '../../../../proto/types/coffer/kms/v1/GenerateDataKeyRequest.js';
import type { OnBehalfOf__Output } from '../../../../proto/types/coffer/kms/v1/OnBehalfOf.js';
import type { ReEncryptRequest__Output } from '../../../../proto/types/coffer/kms/v1/ReEncryptRequest.js';
import type { CreateGrantRequest, CreateKeyRequest, DecryptRequest, EncryptRequest, GenerateDataKeyRequest, ReEncryptRequest } from '../operations/requests.js';
import { decodeContext } from './context-pairs.js';
import { takeSecret } from './secrets.js';

/** Every request says for whom it is made. */
export interface ForSomeone {
  readonly onBehalfOf?: OnBehalfOf__Output;
}

/** What else a request says. */
export type Fields<M extends ForSomeone> = Omit<M, 'onBehalfOf'>;

export function decodeCreateKey({ tags, ...request }: Fields<CreateKeyRequest__Output>): CreateKeyRequest {
  return { ...request, tags: tags?.map(({ tagKey, tagValue }) => ({ tagKey, tagValue })) };
}

/** protobuf cannot tell an empty list of pairs from none, so that here a constraint without pairs is none. */
export function decodeCreateGrant({ constraints, ...request }: Fields<CreateGrantRequest__Output>): CreateGrantRequest {
  if (constraints === undefined) return request;
  const { encryptionContextSubset, encryptionContextEquals, sourceArn } = constraints;
  return {
    ...request,
    constraints: { encryptionContextSubset: decodeContext(encryptionContextSubset), encryptionContextEquals: decodeContext(encryptionContextEquals), sourceArn },
  };
}

export function decodeEncrypt({ encryptionContext, plaintext, ...request }: Fields<EncryptRequest__Output>): EncryptRequest {
  return { ...request, encryptionContext: decodeContext(encryptionContext), plaintext: takeSecret(plaintext) };
}

export function decodeDecrypt({ encryptionContext, ...request }: Fields<DecryptRequest__Output>): DecryptRequest {
  return { ...request, encryptionContext: decodeContext(encryptionContext) };
}

export function decodeReEncrypt({ sourceEncryptionContext, destinationEncryptionContext, ...request }: Fields<ReEncryptRequest__Output>): ReEncryptRequest {
  return {
    ...request,
    sourceEncryptionContext: decodeContext(sourceEncryptionContext),
    destinationEncryptionContext: decodeContext(destinationEncryptionContext),
  };
}

export function decodeGenerateDataKey({ encryptionContext, ...request }: Fields<GenerateDataKeyRequest__Output>): GenerateDataKeyRequest {
  return { ...request, encryptionContext: decodeContext(encryptionContext) };
}
