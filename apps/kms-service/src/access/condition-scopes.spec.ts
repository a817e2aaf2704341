import { hasConditionKey } from './condition-scopes.js';

const USES = ['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo'];
const KEYLESS = ['CreateKey', 'GenerateRandom', 'ListAliases', 'ListKeys', 'ListRetirableGrants'];
const MANAGEMENT = ['CreateAlias', 'CreateGrant', 'DeleteAlias', 'DescribeKey', 'DisableKey', 'EnableKey', 'GetKeyPolicy', 'ListGrants', 'ListKeyPolicies', 'PutKeyPolicy', 'RetireGrant', 'RevokeGrant', 'ScheduleKeyDeletion', 'TagResource', 'UntagResource', 'UpdateAlias'];
const ON_KEYS = [...USES, ...MANAGEMENT];
const ALL = [...ON_KEYS, ...KEYLESS];

/** Which operations have a condition key, and by that which have not. */
const rows: readonly (readonly [name: string, operations: readonly string[]])[] = [
  ['kms:viaservice', ON_KEYS],
  ['kms:calleraccount', ON_KEYS],
  ['kms:resourcealiases', ON_KEYS],
  ['kms:requestalias', [...USES, 'DescribeKey']],
  ['kms:encryptionalgorithm', USES],
  ['kms:encryptioncontext:aws:s3:arn', [...USES, 'CreateGrant', 'RetireGrant']],
  ['kms:encryptioncontextkeys', [...USES, 'CreateGrant']],
  ['kms:keyspec', [...ON_KEYS, 'CreateKey']],
  ['kms:keyusage', [...ON_KEYS, 'CreateKey']],
  ['kms:keyorigin', [...ON_KEYS, 'CreateKey']],
  ['kms:multiregion', [...ON_KEYS, 'CreateKey']],
  ['kms:grantoperations', ['CreateGrant']],
  ['kms:grantconstrainttype', ['CreateGrant', 'RetireGrant']],
  ['kms:granteeprincipal', ['CreateGrant']],
  ['kms:retiringprincipal', ['CreateGrant']],
  ['kms:grantisforawsresource', ['CreateGrant', 'ListGrants', 'RevokeGrant']],
  ['kms:reencryptonsamekey', ['ReEncryptFrom', 'ReEncryptTo']],
  ['kms:bypasspolicylockoutsafetycheck', ['CreateKey', 'PutKeyPolicy']],
  ['kms:datakeypairspec', ['GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext']],
  ['kms:schedulekeydeletionpendingwindowindays', ['ScheduleKeyDeletion']],
  ['aws:resourcetag/team', ON_KEYS],
  ['aws:requesttag/team', ['CreateKey', 'TagResource']],
  ['aws:tagkeys', ['CreateKey', 'TagResource', 'UntagResource']],
  ['kms:nonsense', []],
  ['aws:sourceip', []],
];

it.each(rows)('%s belongs to those operations and to no others', (name, operations) => {
  expect(ALL.filter((operation) => hasConditionKey(operation, name)).sort()).toEqual([...operations].sort());
});
