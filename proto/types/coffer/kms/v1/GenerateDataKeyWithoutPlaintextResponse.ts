// Original file: kms/v1/cryptography.proto


export interface GenerateDataKeyWithoutPlaintextResponse {
  'keyId'?: (string);
  'ciphertextBlob'?: (Buffer | Uint8Array | string);
  'keyMaterialId'?: (string);
}

export interface GenerateDataKeyWithoutPlaintextResponse__Output {
  'keyId'?: (string);
  'ciphertextBlob'?: (Buffer);
  'keyMaterialId'?: (string);
}
