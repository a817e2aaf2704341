// Original file: kms/v1/batches.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';
import type { DecryptEntry as _coffer_kms_v1_DecryptEntry, DecryptEntry__Output as _coffer_kms_v1_DecryptEntry__Output } from '../../../coffer/kms/v1/DecryptEntry.js';

export interface DecryptBatchRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf)[];
  'entries'?: (_coffer_kms_v1_DecryptEntry)[];
}

export interface DecryptBatchRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output)[];
  'entries'?: (_coffer_kms_v1_DecryptEntry__Output)[];
}
