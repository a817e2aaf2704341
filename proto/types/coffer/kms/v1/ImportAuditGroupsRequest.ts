// Original file: kms/v1/trail.proto

import type { AuditGroup as _coffer_kms_v1_AuditGroup, AuditGroup__Output as _coffer_kms_v1_AuditGroup__Output } from '../../../coffer/kms/v1/AuditGroup.js';

export interface ImportAuditGroupsRequest {
  'writer'?: (string);
  'groups'?: (_coffer_kms_v1_AuditGroup)[];
}

export interface ImportAuditGroupsRequest__Output {
  'writer'?: (string);
  'groups'?: (_coffer_kms_v1_AuditGroup__Output)[];
}
