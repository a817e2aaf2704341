// Original file: kms/v1/keys.proto

import type { AliasListEntry as _coffer_kms_v1_AliasListEntry, AliasListEntry__Output as _coffer_kms_v1_AliasListEntry__Output } from '../../../coffer/kms/v1/AliasListEntry.js';

export interface ListAliasesResponse {
  'aliases'?: (_coffer_kms_v1_AliasListEntry)[];
  'truncated'?: (boolean);
  'nextMarker'?: (string);
  '_nextMarker'?: "nextMarker";
}

export interface ListAliasesResponse__Output {
  'aliases'?: (_coffer_kms_v1_AliasListEntry__Output)[];
  'truncated'?: (boolean);
  'nextMarker'?: (string);
}
