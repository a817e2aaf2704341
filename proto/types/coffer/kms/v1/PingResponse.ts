// Original file: kms/v1/service.proto


export interface PingResponse {
  'accessRevision'?: (string);
}

export interface PingResponse__Output {
  'accessRevision'?: (string);
}
