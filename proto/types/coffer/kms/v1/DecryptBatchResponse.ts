// Original file: kms/v1/batches.proto

import type { DecryptResult as _coffer_kms_v1_DecryptResult, DecryptResult__Output as _coffer_kms_v1_DecryptResult__Output } from '../../../coffer/kms/v1/DecryptResult.js';

export interface DecryptBatchResponse {
  'results'?: (_coffer_kms_v1_DecryptResult)[];
}

export interface DecryptBatchResponse__Output {
  'results'?: (_coffer_kms_v1_DecryptResult__Output)[];
}
