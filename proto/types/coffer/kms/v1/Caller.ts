// Original file: kms/v1/identity.proto


// Original file: kms/v1/identity.proto

export const _coffer_kms_v1_Caller_PrincipalType = {
  PRINCIPAL_TYPE_UNSPECIFIED: 0,
  ROOT: 1,
  USER: 2,
  ASSUMED_ROLE: 3,
} as const;

export type _coffer_kms_v1_Caller_PrincipalType =
  | 'PRINCIPAL_TYPE_UNSPECIFIED'
  | 0
  | 'ROOT'
  | 1
  | 'USER'
  | 2
  | 'ASSUMED_ROLE'
  | 3

export type _coffer_kms_v1_Caller_PrincipalType__Output = typeof _coffer_kms_v1_Caller_PrincipalType[keyof typeof _coffer_kms_v1_Caller_PrincipalType]

export interface Caller {
  'type'?: (_coffer_kms_v1_Caller_PrincipalType);
  'arn'?: (string);
  'accountId'?: (string);
  'principalId'?: (string);
  'userName'?: (string);
  'accessKeyId'?: (string);
  'sourceIp'?: (string);
  'userAgent'?: (string);
  'viaService'?: (string);
  'sessionToken'?: (string);
  'secureTransport'?: (boolean);
  '_userName'?: "userName";
  '_viaService'?: "viaService";
  '_sessionToken'?: "sessionToken";
}

export interface Caller__Output {
  'type'?: (_coffer_kms_v1_Caller_PrincipalType__Output);
  'arn'?: (string);
  'accountId'?: (string);
  'principalId'?: (string);
  'userName'?: (string);
  'accessKeyId'?: (string);
  'sourceIp'?: (string);
  'userAgent'?: (string);
  'viaService'?: (string);
  'sessionToken'?: (string);
  'secureTransport'?: (boolean);
}
