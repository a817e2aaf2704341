// Original file: kms/v1/grants.proto

import type { GrantConstraints as _coffer_kms_v1_GrantConstraints, GrantConstraints__Output as _coffer_kms_v1_GrantConstraints__Output } from '../../../coffer/kms/v1/GrantConstraints.js';
import type { Long } from '@grpc/proto-loader';

export interface GrantListEntry {
  'keyId'?: (string);
  'grantId'?: (string);
  'name'?: (string);
  'creationDateMs'?: (number | string | Long);
  'granteePrincipal'?: (string);
  'retiringPrincipal'?: (string);
  'issuingAccount'?: (string);
  'operations'?: (string)[];
  'constraints'?: (_coffer_kms_v1_GrantConstraints | null);
  '_name'?: "name";
  '_retiringPrincipal'?: "retiringPrincipal";
  '_constraints'?: "constraints";
}

export interface GrantListEntry__Output {
  'keyId'?: (string);
  'grantId'?: (string);
  'name'?: (string);
  'creationDateMs'?: (number);
  'granteePrincipal'?: (string);
  'retiringPrincipal'?: (string);
  'issuingAccount'?: (string);
  'operations'?: (string)[];
  'constraints'?: (_coffer_kms_v1_GrantConstraints__Output);
}
