// Original file: kms/v1/grants.proto

import type { GrantListEntry as _coffer_kms_v1_GrantListEntry, GrantListEntry__Output as _coffer_kms_v1_GrantListEntry__Output } from '../../../coffer/kms/v1/GrantListEntry.js';

export interface ListGrantsResponse {
  'grants'?: (_coffer_kms_v1_GrantListEntry)[];
  'truncated'?: (boolean);
  'nextMarker'?: (string);
  '_nextMarker'?: "nextMarker";
}

export interface ListGrantsResponse__Output {
  'grants'?: (_coffer_kms_v1_GrantListEntry__Output)[];
  'truncated'?: (boolean);
  'nextMarker'?: (string);
}
