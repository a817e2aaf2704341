// Original file: kms/v1/batches.proto

import type { ContextPair as _coffer_kms_v1_ContextPair, ContextPair__Output as _coffer_kms_v1_ContextPair__Output } from '../../../coffer/kms/v1/ContextPair.js';

export interface DecryptEntry {
  'who'?: (number);
  'ciphertextBlob'?: (Buffer | Uint8Array | string);
  'encryptionContext'?: (_coffer_kms_v1_ContextPair)[];
  'requestId'?: (string);
  '_requestId'?: "requestId";
}

export interface DecryptEntry__Output {
  'who'?: (number);
  'ciphertextBlob'?: (Buffer);
  'encryptionContext'?: (_coffer_kms_v1_ContextPair__Output)[];
  'requestId'?: (string);
}
