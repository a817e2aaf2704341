// Original file: kms/v1/grants.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface ListRetirableGrantsRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'retiringPrincipal'?: (string);
  'limit'?: (number);
  'marker'?: (string);
  '_retiringPrincipal'?: "retiringPrincipal";
  '_limit'?: "limit";
  '_marker'?: "marker";
}

export interface ListRetirableGrantsRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'retiringPrincipal'?: (string);
  'limit'?: (number);
  'marker'?: (string);
}
