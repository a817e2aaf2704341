// Original file: kms/v1/policies.proto


export interface ListKeyPoliciesResponse {
  'policyNames'?: (string)[];
  'truncated'?: (boolean);
}

export interface ListKeyPoliciesResponse__Output {
  'policyNames'?: (string)[];
  'truncated'?: (boolean);
}
