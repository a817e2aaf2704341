// Original file: kms/v1/context.proto


export interface ContextPair {
  'key'?: (Buffer | Uint8Array | string);
  'value'?: (Buffer | Uint8Array | string);
}

export interface ContextPair__Output {
  'key'?: (Buffer);
  'value'?: (Buffer);
}
