// Original file: kms/v1/sessions.proto


export interface GetIdentitiesResponse {
  'revision'?: (string);
  'document'?: (Buffer | Uint8Array | string);
  '_document'?: "document";
}

export interface GetIdentitiesResponse__Output {
  'revision'?: (string);
  'document'?: (Buffer);
}
