// Original file: kms/v1/batches.proto

import type { DataKey as _coffer_kms_v1_DataKey, DataKey__Output as _coffer_kms_v1_DataKey__Output } from '../../../coffer/kms/v1/DataKey.js';
import type { EntryError as _coffer_kms_v1_EntryError, EntryError__Output as _coffer_kms_v1_EntryError__Output } from '../../../coffer/kms/v1/EntryError.js';

export interface GenerateDataKeyResult {
  'dataKey'?: (_coffer_kms_v1_DataKey | null);
  'error'?: (_coffer_kms_v1_EntryError | null);
  'outcome'?: "dataKey"|"error";
}

export interface GenerateDataKeyResult__Output {
  'dataKey'?: (_coffer_kms_v1_DataKey__Output);
  'error'?: (_coffer_kms_v1_EntryError__Output);
}
