// Original file: kms/v1/grants.proto

import type { OnBehalfOf as _coffer_kms_v1_OnBehalfOf, OnBehalfOf__Output as _coffer_kms_v1_OnBehalfOf__Output } from '../../../coffer/kms/v1/OnBehalfOf.js';
import type { GrantConstraints as _coffer_kms_v1_GrantConstraints, GrantConstraints__Output as _coffer_kms_v1_GrantConstraints__Output } from '../../../coffer/kms/v1/GrantConstraints.js';

export interface CreateGrantRequest {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf | null);
  'keyId'?: (string);
  'granteePrincipal'?: (string);
  'retiringPrincipal'?: (string);
  'operations'?: (string)[];
  'constraints'?: (_coffer_kms_v1_GrantConstraints | null);
  'grantTokens'?: (string)[];
  'name'?: (string);
  'dryRun'?: (boolean);
  '_keyId'?: "keyId";
  '_granteePrincipal'?: "granteePrincipal";
  '_retiringPrincipal'?: "retiringPrincipal";
  '_constraints'?: "constraints";
  '_name'?: "name";
  '_dryRun'?: "dryRun";
}

export interface CreateGrantRequest__Output {
  'onBehalfOf'?: (_coffer_kms_v1_OnBehalfOf__Output);
  'keyId'?: (string);
  'granteePrincipal'?: (string);
  'retiringPrincipal'?: (string);
  'operations'?: (string)[];
  'constraints'?: (_coffer_kms_v1_GrantConstraints__Output);
  'grantTokens'?: (string)[];
  'name'?: (string);
  'dryRun'?: (boolean);
}
