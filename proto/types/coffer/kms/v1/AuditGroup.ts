// Original file: kms/v1/trail.proto

import type { Long } from '@grpc/proto-loader';

export interface AuditGroup {
  'sequence'?: (number | string | Long);
  'hash'?: (Buffer | Uint8Array | string);
  'writtenMs'?: (number | string | Long);
  'lines'?: (string)[];
}

export interface AuditGroup__Output {
  'sequence'?: (number);
  'hash'?: (Buffer);
  'writtenMs'?: (number);
  'lines'?: (string)[];
}
