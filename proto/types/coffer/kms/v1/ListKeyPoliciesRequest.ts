// Original file: kms/v1/policies.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface ListKeyPoliciesRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'keyId'?: (string);
  'limit'?: (number);
  'marker'?: (string);
  '_keyId'?: "keyId";
  '_limit'?: "limit";
  '_marker'?: "marker";
}

export interface ListKeyPoliciesRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'keyId'?: (string);
  'limit'?: (number);
  'marker'?: (string);
}
