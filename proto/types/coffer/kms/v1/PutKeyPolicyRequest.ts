// Original file: kms/v1/policies.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';

export interface PutKeyPolicyRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'keyId'?: (string);
  'policyName'?: (string);
  'policy'?: (string);
  'bypassPolicyLockoutSafetyCheck'?: (boolean);
  '_keyId'?: "keyId";
  '_policyName'?: "policyName";
  '_policy'?: "policy";
  '_bypassPolicyLockoutSafetyCheck'?: "bypassPolicyLockoutSafetyCheck";
}

export interface PutKeyPolicyRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'keyId'?: (string);
  'policyName'?: (string);
  'policy'?: (string);
  'bypassPolicyLockoutSafetyCheck'?: (boolean);
}
