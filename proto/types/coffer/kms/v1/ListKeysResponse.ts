// Original file: kms/v1/keys.proto

import type { KeyListEntry as _coffer_kms_v1_KeyListEntry, KeyListEntry__Output as _coffer_kms_v1_KeyListEntry__Output } from '../../../coffer/kms/v1/KeyListEntry.js';

export interface ListKeysResponse {
  'keys'?: (_coffer_kms_v1_KeyListEntry)[];
  'truncated'?: (boolean);
  'nextMarker'?: (string);
  '_nextMarker'?: "nextMarker";
}

export interface ListKeysResponse__Output {
  'keys'?: (_coffer_kms_v1_KeyListEntry__Output)[];
  'truncated'?: (boolean);
  'nextMarker'?: (string);
}
