// Original file: kms/v1/keys.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';
import type { Tag as _coffer_kms_v1_Tag, Tag__Output as _coffer_kms_v1_Tag__Output } from '../../../coffer/kms/v1/Tag.js';

export interface CreateKeyRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'description'?: (string);
  'keySpec'?: (string);
  'keyUsage'?: (string);
  'tags'?: (_coffer_kms_v1_Tag)[];
  'policy'?: (string);
  'bypassPolicyLockoutSafetyCheck'?: (boolean);
  '_description'?: "description";
  '_keySpec'?: "keySpec";
  '_keyUsage'?: "keyUsage";
  '_policy'?: "policy";
  '_bypassPolicyLockoutSafetyCheck'?: "bypassPolicyLockoutSafetyCheck";
}

export interface CreateKeyRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'description'?: (string);
  'keySpec'?: (string);
  'keyUsage'?: (string);
  'tags'?: (_coffer_kms_v1_Tag__Output)[];
  'policy'?: (string);
  'bypassPolicyLockoutSafetyCheck'?: (boolean);
}
