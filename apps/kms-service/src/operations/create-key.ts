import { KmsError } from '../errors/kms-error.js';
import { assertConstraints, lengthOf, oneOf, type Violation } from './constraints.js';
import { assertAbsent } from './members.js';
import { metadataOf } from './metadata.js';
import { policyConditions } from './policy-conditions.js';
import { POLICY_LENGTH_MAX, recordedPolicy } from './put-key-policy.js';
import type { CreateKeyRequest } from './requests.js';
import { tagConditions, tagsOf, tagViolations } from './tags.js';
import type { Verb } from './verb.js';

export const DESCRIPTION_LENGTH_MAX = 8192;

const KEY_SPECS = [
  'RSA_2048', 'RSA_3072', 'RSA_4096', 'ECC_NIST_P256', 'ECC_NIST_P384', 'ECC_NIST_P521', 'ECC_SECG_P256K1', 'ECC_NIST_EDWARDS25519',
  'SYMMETRIC_DEFAULT', 'HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512', 'SM2', 'ML_DSA_44', 'ML_DSA_65', 'ML_DSA_87',
];
const KEY_USAGES = ['SIGN_VERIFY', 'ENCRYPT_DECRYPT', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT'];
const ORIGINS = ['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'];

/** Makes a symmetric key in the caller's account. Everything else that AWS could make is refused by name. */
export const createKey: Verb<'CreateKey'> = {
  readOnly: false,
  parameters: ({ description, keySpec, customerMasterKeySpec, keyUsage, origin, multiRegion, policy, bypassPolicyLockoutSafetyCheck }) => ({
    description, keySpec, customerMasterKeySpec, keyUsage, origin, multiRegion, policy: recordedPolicy(policy), bypassPolicyLockoutSafetyCheck,
  }),
  async run({ keyring }, caller, request) {
    assertConstraints(...violations(request));
    assertSupported(request);
    const { description = '', policy, bypassPolicyLockoutSafetyCheck: bypass = false } = request;
    const tags = tagsOf(request.tags ?? []);
    const use = { action: 'kms:CreateKey', conditions: new Map([...policyConditions(bypass), ...tagConditions(tags)]) } as const;
    const key = await keyring.create(caller, use, { description, tags, policy, bypassLockoutCheck: bypass });
    const keyMetadata = metadataOf(key);
    const made = { keyId: key.id, arn: key.arn, keySpec: keyMetadata.keySpec, keyUsage: keyMetadata.keyUsage, origin: keyMetadata.origin };
    return { response: { keyMetadata }, keyArns: [key.arn], keyMaterialId: keyMetadata.currentKeyMaterialId, made };
  },
};

function violations({ description, keySpec, customerMasterKeySpec, keyUsage, origin, policy, tags = [] }: CreateKeyRequest): Violation[] {
  return [
    lengthOf('policy', policy, 1, POLICY_LENGTH_MAX),
    lengthOf('description', description, 0, DESCRIPTION_LENGTH_MAX),
    oneOf('keySpec', keySpec, KEY_SPECS),
    oneOf('customerMasterKeySpec', customerMasterKeySpec, KEY_SPECS),
    oneOf('keyUsage', keyUsage, KEY_USAGES),
    oneOf('origin', origin, ORIGINS),
    ...tagViolations(tags),
  ];
}

function assertSupported(request: CreateKeyRequest): void {
  const { keySpec, customerMasterKeySpec, keyUsage } = request;
  if (keySpec !== undefined && customerMasterKeySpec !== undefined && keySpec !== customerMasterKeySpec) {
    throw new KmsError('ValidationException', 'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.');
  }
  const spec = keySpec ?? customerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
  if (spec !== 'SYMMETRIC_DEFAULT') throw new KmsError('UnsupportedOperationException', `KeySpec ${spec} is not supported: keys here are SYMMETRIC_DEFAULT.`);
  if ((keyUsage ?? 'ENCRYPT_DECRYPT') !== 'ENCRYPT_DECRYPT') {
    throw new KmsError('ValidationException', `KeyUsage ${keyUsage ?? ''} is not compatible with KeySpec SYMMETRIC_DEFAULT`);
  }
  if ((request.origin ?? 'AWS_KMS') !== 'AWS_KMS') {
    throw new KmsError('UnsupportedOperationException', `Origin ${request.origin ?? ''} is not supported: key material is made here.`);
  }
  assertAbsent('MultiRegion', request.multiRegion, 'a key lives in one region');
  assertAbsent('CustomKeyStoreId', request.customKeyStoreId, 'there are no custom key stores');
  assertAbsent('XksKeyId', request.xksKeyId, 'there are no external key stores');
}
