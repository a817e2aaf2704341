// Original file: kms/v1/cryptography.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';
import type { ContextPair as _coffer_kms_v1_ContextPair, ContextPair__Output as _coffer_kms_v1_ContextPair__Output } from '../../../coffer/kms/v1/ContextPair.js';

export interface DecryptRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'ciphertextBlob'?: (Buffer | Uint8Array | string);
  'encryptionContext'?: (_coffer_kms_v1_ContextPair)[];
  'keyId'?: (string);
  'encryptionAlgorithm'?: (string);
  'grantTokens'?: (string)[];
  'dryRun'?: (boolean);
  '_ciphertextBlob'?: "ciphertextBlob";
  '_keyId'?: "keyId";
  '_encryptionAlgorithm'?: "encryptionAlgorithm";
  '_dryRun'?: "dryRun";
}

export interface DecryptRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'ciphertextBlob'?: (Buffer);
  'encryptionContext'?: (_coffer_kms_v1_ContextPair__Output)[];
  'keyId'?: (string);
  'encryptionAlgorithm'?: (string);
  'grantTokens'?: (string)[];
  'dryRun'?: (boolean);
}
