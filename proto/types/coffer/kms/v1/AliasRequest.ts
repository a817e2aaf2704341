// Original file: kms/v1/keys.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface AliasRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'aliasName'?: (string);
  '_aliasName'?: "aliasName";
}

export interface AliasRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'aliasName'?: (string);
}
