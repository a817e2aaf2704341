// Original file: kms/v1/batches.proto


export interface Plaintext {
  'keyId'?: (string);
  'plaintext'?: (Buffer | Uint8Array | string);
}

export interface Plaintext__Output {
  'keyId'?: (string);
  'plaintext'?: (Buffer);
}
