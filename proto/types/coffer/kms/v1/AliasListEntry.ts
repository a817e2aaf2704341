// Original file: kms/v1/keys.proto

import type { Long } from '@grpc/proto-loader';

export interface AliasListEntry {
  'aliasName'?: (string);
  'aliasArn'?: (string);
  'targetKeyId'?: (string);
  'creationDateMs'?: (number | string | Long);
  'lastUpdatedDateMs'?: (number | string | Long);
}

export interface AliasListEntry__Output {
  'aliasName'?: (string);
  'aliasArn'?: (string);
  'targetKeyId'?: (string);
  'creationDateMs'?: (number);
  'lastUpdatedDateMs'?: (number);
}
