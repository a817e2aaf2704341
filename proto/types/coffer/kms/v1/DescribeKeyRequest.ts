// Original file: kms/v1/keys.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface DescribeKeyRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'keyId'?: (string);
  'grantTokens'?: (string)[];
  '_keyId'?: "keyId";
}

export interface DescribeKeyRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'keyId'?: (string);
  'grantTokens'?: (string)[];
}
