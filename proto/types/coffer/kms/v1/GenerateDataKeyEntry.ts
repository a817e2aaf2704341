// Original file: kms/v1/batches.proto

import type { ContextPair as _coffer_kms_v1_ContextPair, ContextPair__Output as _coffer_kms_v1_ContextPair__Output } from '../../../coffer/kms/v1/ContextPair.js';

export interface GenerateDataKeyEntry {
  'who'?: (number);
  'keyId'?: (string);
  'encryptionContext'?: (_coffer_kms_v1_ContextPair)[];
  'numberOfBytes'?: (number);
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

export interface GenerateDataKeyEntry__Output {
  'who'?: (number);
  'keyId'?: (string);
  'encryptionContext'?: (_coffer_kms_v1_ContextPair__Output)[];
  'numberOfBytes'?: (number);
  'requestId'?: (string);
}
