// Original file: kms/v1/grants.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface RetireGrantRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'grantToken'?: (string);
  'keyId'?: (string);
  'grantId'?: (string);
  'dryRun'?: (boolean);
  '_grantToken'?: "grantToken";
  '_keyId'?: "keyId";
  '_grantId'?: "grantId";
  '_dryRun'?: "dryRun";
}

export interface RetireGrantRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'grantToken'?: (string);
  'keyId'?: (string);
  'grantId'?: (string);
  'dryRun'?: (boolean);
}
