// Original file: kms/v1/grants.proto

import type { ContextPair as _coffer_kms_v1_ContextPair, ContextPair__Output as _coffer_kms_v1_ContextPair__Output } from '../../../coffer/kms/v1/ContextPair.js';

export interface GrantConstraints {
  'encryptionContextSubset'?: (_coffer_kms_v1_ContextPair)[];
  'encryptionContextEquals'?: (_coffer_kms_v1_ContextPair)[];
  'sourceArn'?: (string);
  '_sourceArn'?: "sourceArn";
}

export interface GrantConstraints__Output {
  'encryptionContextSubset'?: (_coffer_kms_v1_ContextPair__Output)[];
  'encryptionContextEquals'?: (_coffer_kms_v1_ContextPair__Output)[];
  'sourceArn'?: (string);
}
