// Original file: kms/v1/cryptography.proto


export interface DecryptResponse {
  'keyId'?: (string);
  'plaintext'?: (Buffer | Uint8Array | string);
  'encryptionAlgorithm'?: (string);
  'keyMaterialId'?: (string);
}

export interface DecryptResponse__Output {
  'keyId'?: (string);
  'plaintext'?: (Buffer);
  'encryptionAlgorithm'?: (string);
  'keyMaterialId'?: (string);
}
