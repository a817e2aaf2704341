// Original file: kms/v1/grants.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface RevokeGrantRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'keyId'?: (string);
  'grantId'?: (string);
  'dryRun'?: (boolean);
  '_keyId'?: "keyId";
  '_grantId'?: "grantId";
  '_dryRun'?: "dryRun";
}

export interface RevokeGrantRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'keyId'?: (string);
  'grantId'?: (string);
  'dryRun'?: (boolean);
}
