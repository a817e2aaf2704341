// Original file: kms/v1/sessions.proto


export interface GetIdentitiesRequest {
  'knownRevision'?: (string);
}

export interface GetIdentitiesRequest__Output {
  'knownRevision'?: (string);
}
