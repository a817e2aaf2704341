// Original file: kms/v1/cryptography.proto


export interface GenerateRandomResponse {
  'plaintext'?: (Buffer | Uint8Array | string);
}

export interface GenerateRandomResponse__Output {
  'plaintext'?: (Buffer);
}
