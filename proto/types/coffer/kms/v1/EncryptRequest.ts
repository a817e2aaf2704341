// Original file: kms/v1/cryptography.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';
import type { ContextPair as _coffer_kms_v1_ContextPair, ContextPair__Output as _coffer_kms_v1_ContextPair__Output } from '../../../coffer/kms/v1/ContextPair.js';

export interface EncryptRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'keyId'?: (string);
  'plaintext'?: (Buffer | Uint8Array | string);
  'encryptionContext'?: (_coffer_kms_v1_ContextPair)[];
  'encryptionAlgorithm'?: (string);
  'grantTokens'?: (string)[];
  'dryRun'?: (boolean);
  '_keyId'?: "keyId";
  '_plaintext'?: "plaintext";
  '_encryptionAlgorithm'?: "encryptionAlgorithm";
  '_dryRun'?: "dryRun";
}

export interface EncryptRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'keyId'?: (string);
  'plaintext'?: (Buffer);
  'encryptionContext'?: (_coffer_kms_v1_ContextPair__Output)[];
  'encryptionAlgorithm'?: (string);
  'grantTokens'?: (string)[];
  'dryRun'?: (boolean);
}
