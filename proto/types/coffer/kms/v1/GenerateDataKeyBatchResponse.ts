// Original file: kms/v1/batches.proto

import type { GenerateDataKeyResult as _coffer_kms_v1_GenerateDataKeyResult, GenerateDataKeyResult__Output as _coffer_kms_v1_GenerateDataKeyResult__Output } from '../../../coffer/kms/v1/GenerateDataKeyResult.js';

export interface GenerateDataKeyBatchResponse {
  'results'?: (_coffer_kms_v1_GenerateDataKeyResult)[];
}

export interface GenerateDataKeyBatchResponse__Output {
  'results'?: (_coffer_kms_v1_GenerateDataKeyResult__Output)[];
}
