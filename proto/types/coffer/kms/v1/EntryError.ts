// Original file: kms/v1/batches.proto


export interface EntryError {
  'code'?: (string);
  'message'?: (string);
}

export interface EntryError__Output {
  'code'?: (string);
  'message'?: (string);
}
