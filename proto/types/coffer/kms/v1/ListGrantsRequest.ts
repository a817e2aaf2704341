// Original file: kms/v1/grants.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface ListGrantsRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'keyId'?: (string);
  'grantId'?: (string);
  'granteePrincipal'?: (string);
  'limit'?: (number);
  'marker'?: (string);
  '_keyId'?: "keyId";
  '_grantId'?: "grantId";
  '_granteePrincipal'?: "granteePrincipal";
  '_limit'?: "limit";
  '_marker'?: "marker";
}

export interface ListGrantsRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'keyId'?: (string);
  'grantId'?: (string);
  'granteePrincipal'?: (string);
  'limit'?: (number);
  'marker'?: (string);
}
