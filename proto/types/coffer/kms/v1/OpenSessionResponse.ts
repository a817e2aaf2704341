// Original file: kms/v1/sessions.proto

import type { _coffer_kms_v1_Caller_PrincipalType, _coffer_kms_v1_Caller_PrincipalType__Output } from '../../../coffer/kms/v1/Caller.js';
import type { SessionIssuer as _coffer_kms_v1_SessionIssuer, SessionIssuer__Output as _coffer_kms_v1_SessionIssuer__Output } from '../../../coffer/kms/v1/SessionIssuer.js';
import type { SessionTag as _coffer_kms_v1_SessionTag, SessionTag__Output as _coffer_kms_v1_SessionTag__Output } from '../../../coffer/kms/v1/SessionTag.js';
import type { SessionWebIdentity as _coffer_kms_v1_SessionWebIdentity, SessionWebIdentity__Output as _coffer_kms_v1_SessionWebIdentity__Output } from '../../../coffer/kms/v1/SessionWebIdentity.js';
import type { Long } from '@grpc/proto-loader';

export interface OpenSessionResponse {
  'secretAccessKey'?: (Buffer | Uint8Array | string);
  'type'?: (_coffer_kms_v1_Caller_PrincipalType);
  'arn'?: (string);
  'accountId'?: (string);
  'principalId'?: (string);
  'userName'?: (string);
  'issuer'?: (_coffer_kms_v1_SessionIssuer | null);
  'issuedAtMs'?: (number | string | Long);
  'expiresAtMs'?: (number | string | Long);
  'policies'?: (string)[];
  'tags'?: (_coffer_kms_v1_SessionTag)[];
  'transitiveTagKeys'?: (string)[];
  'sourceIdentity'?: (string);
  'webIdentity'?: (_coffer_kms_v1_SessionWebIdentity | null);
  '_userName'?: "userName";
  '_sourceIdentity'?: "sourceIdentity";
  '_webIdentity'?: "webIdentity";
}

export interface OpenSessionResponse__Output {
  'secretAccessKey'?: (Buffer);
  'type'?: (_coffer_kms_v1_Caller_PrincipalType__Output);
  'arn'?: (string);
  'accountId'?: (string);
  'principalId'?: (string);
  'userName'?: (string);
  'issuer'?: (_coffer_kms_v1_SessionIssuer__Output);
  'issuedAtMs'?: (number);
  'expiresAtMs'?: (number);
  'policies'?: (string)[];
  'tags'?: (_coffer_kms_v1_SessionTag__Output)[];
  'transitiveTagKeys'?: (string)[];
  'sourceIdentity'?: (string);
  'webIdentity'?: (_coffer_kms_v1_SessionWebIdentity__Output);
}
