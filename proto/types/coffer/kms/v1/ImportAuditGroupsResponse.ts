// Original file: kms/v1/trail.proto

import type { Long } from '@grpc/proto-loader';

export interface ImportAuditGroupsResponse {
  'sequence'?: (number | string | Long);
}

export interface ImportAuditGroupsResponse__Output {
  'sequence'?: (number);
}
