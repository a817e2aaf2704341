// Original file: kms/v1/sessions.proto


// Original file: kms/v1/sessions.proto

export const _coffer_kms_v1_SessionIssuer_IssuerType = {
  ISSUER_TYPE_UNSPECIFIED: 0,
  ROOT: 1,
  USER: 2,
  ROLE: 3,
} as const;

export type _coffer_kms_v1_SessionIssuer_IssuerType =
  | 'ISSUER_TYPE_UNSPECIFIED'
  | 0
  | 'ROOT'
  | 1
  | 'USER'
  | 2
  | 'ROLE'
  | 3

export type _coffer_kms_v1_SessionIssuer_IssuerType__Output = typeof _coffer_kms_v1_SessionIssuer_IssuerType[keyof typeof _coffer_kms_v1_SessionIssuer_IssuerType]

export interface SessionIssuer {
  'type'?: (_coffer_kms_v1_SessionIssuer_IssuerType);
  'arn'?: (string);
  'accountId'?: (string);
  'principalId'?: (string);
  'userName'?: (string);
}

export interface SessionIssuer__Output {
  'type'?: (_coffer_kms_v1_SessionIssuer_IssuerType__Output);
  'arn'?: (string);
  'accountId'?: (string);
  'principalId'?: (string);
  'userName'?: (string);
}
