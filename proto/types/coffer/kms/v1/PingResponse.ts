// Original file: kms/v1/service.proto


export interface PingResponse {
  'accessRevision'?: (string);
  'identitiesRevision'?: (string);
}

export interface PingResponse__Output {
  'accessRevision'?: (string);
  'identitiesRevision'?: (string);
}
