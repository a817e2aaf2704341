// Original file: kms/v1/cryptography.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface GenerateRandomRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'numberOfBytes'?: (number);
  '_numberOfBytes'?: "numberOfBytes";
}

export interface GenerateRandomRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'numberOfBytes'?: (number);
}
