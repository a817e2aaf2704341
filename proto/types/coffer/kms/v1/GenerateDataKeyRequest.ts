// Original file: kms/v1/cryptography.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';
import type { ContextPair as _coffer_kms_v1_ContextPair, ContextPair__Output as _coffer_kms_v1_ContextPair__Output } from '../../../coffer/kms/v1/ContextPair.js';

export interface GenerateDataKeyRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'keyId'?: (string);
  'encryptionContext'?: (_coffer_kms_v1_ContextPair)[];
  'keySpec'?: (string);
  'numberOfBytes'?: (number);
  'grantTokens'?: (string)[];
  'dryRun'?: (boolean);
  '_keyId'?: "keyId";
  '_keySpec'?: "keySpec";
  '_numberOfBytes'?: "numberOfBytes";
  '_dryRun'?: "dryRun";
}

export interface GenerateDataKeyRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'keyId'?: (string);
  'encryptionContext'?: (_coffer_kms_v1_ContextPair__Output)[];
  'keySpec'?: (string);
  'numberOfBytes'?: (number);
  'grantTokens'?: (string)[];
  'dryRun'?: (boolean);
}
