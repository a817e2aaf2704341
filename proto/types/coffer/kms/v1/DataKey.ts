// Original file: kms/v1/batches.proto


export interface DataKey {
  'keyId'?: (string);
  'plaintext'?: (Buffer | Uint8Array | string);
  'ciphertextBlob'?: (Buffer | Uint8Array | string);
}

export interface DataKey__Output {
  'keyId'?: (string);
  'plaintext'?: (Buffer);
  'ciphertextBlob'?: (Buffer);
}
