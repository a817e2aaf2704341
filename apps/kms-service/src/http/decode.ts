import type { EncryptionContext } from '@coffer/context';
import type { OperationName, Requests } from '../operations/requests.js';
import { contextOfJson } from './request-context.js';
import type { WireMembers } from './wire-members.js';

type Decoders = { readonly [N in OperationName]: (members: WireMembers) => Requests[N] };

/** From AWS's members to each operation's request. */
export const decoders: Decoders = {
  CancelKeyDeletion: key,
  CreateAlias: aliasTarget,
  CreateGrant: (members) => ({
    ...key(members),
    granteePrincipal: members.text('GranteePrincipal'),
    retiringPrincipal: members.text('RetiringPrincipal'),
    operations: members.texts('Operations'),
    constraints: constraints(members.object('Constraints')),
    grantTokens: members.texts('GrantTokens'),
    name: members.text('Name'),
    dryRun: members.flag('DryRun'),
  }),
  CreateKey: (members) => ({
    description: members.text('Description'),
    keySpec: members.text('KeySpec'),
    customerMasterKeySpec: members.text('CustomerMasterKeySpec'),
    keyUsage: members.text('KeyUsage'),
    origin: members.text('Origin'),
    multiRegion: members.flag('MultiRegion'),
    tags: tags(members),
    policy: members.text('Policy'),
    bypassPolicyLockoutSafetyCheck: members.flag('BypassPolicyLockoutSafetyCheck'),
    customKeyStoreId: members.text('CustomKeyStoreId'),
    xksKeyId: members.text('XksKeyId'),
  }),
  Decrypt: (members) => ({
    ...cryptographic(members),
    ciphertextBlob: members.blob('CiphertextBlob'),
    encryptionAlgorithm: members.text('EncryptionAlgorithm'),
    recipient: hasRecipient(members),
  }),
  DeleteAlias: (members) => ({ aliasName: members.text('AliasName') }),
  DescribeKey: (members) => ({ ...key(members), grantTokens: members.texts('GrantTokens') }),
  DisableKey: key,
  DisableKeyRotation: key,
  EnableKey: key,
  EnableKeyRotation: (members) => ({ ...key(members), rotationPeriodInDays: members.integer('RotationPeriodInDays') }),
  // The secret is read last: what is refused before it leaves nothing to clear.
  Encrypt: (members) => ({ ...cryptographic(members), encryptionAlgorithm: members.text('EncryptionAlgorithm'), plaintext: members.secret('Plaintext') }),
  GenerateDataKey: (members) => ({ ...dataKey(members), recipient: hasRecipient(members) }),
  GenerateDataKeyWithoutPlaintext: dataKey,
  GenerateRandom: (members) => ({
    numberOfBytes: members.integer('NumberOfBytes'),
    customKeyStoreId: members.text('CustomKeyStoreId'),
    recipient: hasRecipient(members),
  }),
  GetKeyPolicy: (members) => ({ ...key(members), policyName: members.text('PolicyName') }),
  GetKeyRotationStatus: key,
  ListAliases: (members) => ({ ...key(members), ...page(members) }),
  ListGrants: (members) => ({ ...grant(members), ...page(members), granteePrincipal: members.text('GranteePrincipal') }),
  ListKeyPolicies: (members) => ({ ...key(members), ...page(members) }),
  ListKeyRotations: (members) => ({ ...key(members), ...page(members), includeKeyMaterial: members.text('IncludeKeyMaterial') }),
  ListKeys: page,
  ListResourceTags: (members) => ({ ...key(members), ...page(members) }),
  ListRetirableGrants: (members) => ({ ...page(members), retiringPrincipal: members.text('RetiringPrincipal') }),
  PutKeyPolicy: (members) => ({
    ...key(members),
    policyName: members.text('PolicyName'),
    policy: members.text('Policy'),
    bypassPolicyLockoutSafetyCheck: members.flag('BypassPolicyLockoutSafetyCheck'),
  }),
  ReEncrypt: (members) => ({
    ciphertextBlob: members.blob('CiphertextBlob'),
    sourceEncryptionContext: contextOfJson(members.raw('SourceEncryptionContext')),
    sourceKeyId: members.text('SourceKeyId'),
    sourceEncryptionAlgorithm: members.text('SourceEncryptionAlgorithm'),
    destinationKeyId: members.text('DestinationKeyId'),
    destinationEncryptionContext: contextOfJson(members.raw('DestinationEncryptionContext')),
    destinationEncryptionAlgorithm: members.text('DestinationEncryptionAlgorithm'),
    grantTokens: members.texts('GrantTokens'),
    dryRun: members.flag('DryRun'),
  }),
  RetireGrant: (members) => ({ ...grant(members), grantToken: members.text('GrantToken'), dryRun: members.flag('DryRun') }),
  RevokeGrant: (members) => ({ ...grant(members), dryRun: members.flag('DryRun') }),
  RotateKeyOnDemand: key,
  ScheduleKeyDeletion: (members) => ({ ...key(members), pendingWindowInDays: members.integer('PendingWindowInDays') }),
  TagResource: (members) => ({ ...key(members), tags: tags(members) }),
  UntagResource: (members) => ({ ...key(members), tagKeys: members.texts('TagKeys') }),
  UpdateAlias: aliasTarget,
  UpdateKeyDescription: (members) => ({ ...key(members), description: members.text('Description') }),
};

function grant(members: WireMembers): Requests['RevokeGrant'] {
  return { ...key(members), grantId: members.text('GrantId') };
}

/** A constraint that is there, be it without pairs, is one: no pairs are not the same as none asked for. */
function constraints(members: WireMembers | undefined): Requests['CreateGrant']['constraints'] {
  if (members === undefined) return undefined;
  members.assertOnly('Constraints', ['EncryptionContextSubset', 'EncryptionContextEquals', 'SourceArn']);
  const pairs = (name: string): EncryptionContext | undefined => (members.raw(name) === undefined ? undefined : contextOfJson(members.raw(name)));
  return {
    encryptionContextSubset: pairs('EncryptionContextSubset'),
    encryptionContextEquals: pairs('EncryptionContextEquals'),
    sourceArn: members.text('SourceArn'),
  };
}

function key(members: WireMembers): Requests['EnableKey'] {
  return { keyId: members.text('KeyId') };
}

function tags(members: WireMembers): Requests['TagResource']['tags'] {
  return members.objects('Tags')?.map((tag) => ({ tagKey: tag.text('TagKey'), tagValue: tag.text('TagValue') }));
}

function page(members: WireMembers): Requests['ListKeys'] {
  return { limit: members.integer('Limit'), marker: members.text('Marker') };
}

function aliasTarget(members: WireMembers): Requests['CreateAlias'] {
  return { aliasName: members.text('AliasName'), targetKeyId: members.text('TargetKeyId') };
}

/** What every use of a key may say. */
function cryptographic(members: WireMembers): Pick<Requests['Decrypt'], 'keyId' | 'encryptionContext' | 'grantTokens' | 'dryRun'> {
  return {
    ...key(members),
    encryptionContext: contextOfJson(members.raw('EncryptionContext')),
    grantTokens: members.texts('GrantTokens'),
    dryRun: members.flag('DryRun'),
  };
}

function dataKey(members: WireMembers): Requests['GenerateDataKeyWithoutPlaintext'] {
  return { ...cryptographic(members), keySpec: members.text('KeySpec'), numberOfBytes: members.integer('NumberOfBytes') };
}

function hasRecipient(members: WireMembers): boolean {
  return members.raw('Recipient') !== undefined;
}
