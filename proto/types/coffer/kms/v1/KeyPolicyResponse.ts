// Original file: kms/v1/policies.proto


export interface KeyPolicyResponse {
  'policy'?: (string);
  'policyName'?: (string);
}

export interface KeyPolicyResponse__Output {
  'policy'?: (string);
  'policyName'?: (string);
}
