// Original file: kms/v1/keys.proto

import type { KeyMetadata as _coffer_kms_v1_KeyMetadata, KeyMetadata__Output as _coffer_kms_v1_KeyMetadata__Output } from '../../../coffer/kms/v1/KeyMetadata.js';

export interface KeyMetadataResponse {
  'keyMetadata'?: (_coffer_kms_v1_KeyMetadata | null);
}

export interface KeyMetadataResponse__Output {
  'keyMetadata'?: (_coffer_kms_v1_KeyMetadata__Output);
}
