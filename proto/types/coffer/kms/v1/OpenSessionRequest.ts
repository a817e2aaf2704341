// Original file: kms/v1/sessions.proto


export interface OpenSessionRequest {
  'accessKeyId'?: (string);
  'sessionToken'?: (string);
}

export interface OpenSessionRequest__Output {
  'accessKeyId'?: (string);
  'sessionToken'?: (string);
}
