// Original file: kms/v1/keys.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface ListKeysRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'limit'?: (number);
  'marker'?: (string);
  '_limit'?: "limit";
  '_marker'?: "marker";
}

export interface ListKeysRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'limit'?: (number);
  'marker'?: (string);
}
