// Original file: kms/v1/sessions.proto


export interface SessionTag {
  'key'?: (string);
  'value'?: (string);
}

export interface SessionTag__Output {
  'key'?: (string);
  'value'?: (string);
}
