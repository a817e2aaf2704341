// Original file: kms/v1/cryptography.proto


export interface GenerateDataKeyResponse {
  'keyId'?: (string);
  'plaintext'?: (Buffer | Uint8Array | string);
  'ciphertextBlob'?: (Buffer | Uint8Array | string);
  'keyMaterialId'?: (string);
}

export interface GenerateDataKeyResponse__Output {
  'keyId'?: (string);
  'plaintext'?: (Buffer);
  'ciphertextBlob'?: (Buffer);
  'keyMaterialId'?: (string);
}
