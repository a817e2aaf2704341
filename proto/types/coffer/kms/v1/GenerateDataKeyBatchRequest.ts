// Original file: kms/v1/batches.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';
import type { GenerateDataKeyEntry as _coffer_kms_v1_GenerateDataKeyEntry, GenerateDataKeyEntry__Output as _coffer_kms_v1_GenerateDataKeyEntry__Output } from '../../../coffer/kms/v1/GenerateDataKeyEntry.js';

export interface GenerateDataKeyBatchRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf)[];
  'entries'?: (_coffer_kms_v1_GenerateDataKeyEntry)[];
}

export interface GenerateDataKeyBatchRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output)[];
  'entries'?: (_coffer_kms_v1_GenerateDataKeyEntry__Output)[];
}
