// Original file: kms/v1/cryptography.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';
import type { ContextPair as _coffer_kms_v1_ContextPair, ContextPair__Output as _coffer_kms_v1_ContextPair__Output } from '../../../coffer/kms/v1/ContextPair.js';

export interface ReEncryptRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'ciphertextBlob'?: (Buffer | Uint8Array | string);
  'sourceEncryptionContext'?: (_coffer_kms_v1_ContextPair)[];
  'sourceKeyId'?: (string);
  'sourceEncryptionAlgorithm'?: (string);
  'destinationKeyId'?: (string);
  'destinationEncryptionContext'?: (_coffer_kms_v1_ContextPair)[];
  'destinationEncryptionAlgorithm'?: (string);
  'grantTokens'?: (string)[];
  'dryRun'?: (boolean);
  '_ciphertextBlob'?: "ciphertextBlob";
  '_sourceKeyId'?: "sourceKeyId";
  '_sourceEncryptionAlgorithm'?: "sourceEncryptionAlgorithm";
  '_destinationKeyId'?: "destinationKeyId";
  '_destinationEncryptionAlgorithm'?: "destinationEncryptionAlgorithm";
  '_dryRun'?: "dryRun";
}

export interface ReEncryptRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'ciphertextBlob'?: (Buffer);
  'sourceEncryptionContext'?: (_coffer_kms_v1_ContextPair__Output)[];
  'sourceKeyId'?: (string);
  'sourceEncryptionAlgorithm'?: (string);
  'destinationKeyId'?: (string);
  'destinationEncryptionContext'?: (_coffer_kms_v1_ContextPair__Output)[];
  'destinationEncryptionAlgorithm'?: (string);
  'grantTokens'?: (string)[];
  'dryRun'?: (boolean);
}
