// Original file: kms/v1/sessions.proto


export interface SessionWebIdentity {
  'provider'?: (string);
  'audience'?: (string);
  'subject'?: (string);
}

export interface SessionWebIdentity__Output {
  'provider'?: (string);
  'audience'?: (string);
  'subject'?: (string);
}
