// Original file: kms/v1/keys.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface AliasTargetRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'aliasName'?: (string);
  'targetKeyId'?: (string);
  '_aliasName'?: "aliasName";
  '_targetKeyId'?: "targetKeyId";
}

export interface AliasTargetRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'aliasName'?: (string);
  'targetKeyId'?: (string);
}
