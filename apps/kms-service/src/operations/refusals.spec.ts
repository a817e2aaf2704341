import { Secret } from '@coffer/crypto';
import { refusedCall } from '../../test/refused.js';
import { alice, testService, type TestService } from '../../test/test-service.js';
import type { KmsErrorCode } from '../errors/kms-error.js';
import { perform } from './perform.js';
import type { OperationName, Requests } from './requests.js';

const call = { caller: alice, requestId: 'r' };
const blob = Buffer.alloc(130, 1);
const tokens = (count: number, length = 1): string[] => new Array<string>(count).fill('t'.repeat(length));
const tags = (count: number): { tagKey: string; tagValue: string }[] => Array.from({ length: count }, (_, i) => ({ tagKey: `k${String(i)}`, tagValue: '' }));
const tag = (tagKey: string | undefined, tagValue: string | undefined = 'v'): { tagKey: string | undefined; tagValue: string | undefined } => ({ tagKey, tagValue });
/** Stands for the key that each test has. */
const KEY = 'THE KEY';

const BOB = 'arn:aws:iam::000000000000:user/bob';
const LOCKED = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:user/bob"},"Action":"kms:*","Resource":"*"}]}';

type Row = { readonly [N in OperationName]: readonly [why: string, name: N, request: Requests[N], code: KmsErrorCode, message: string | RegExp] }[OperationName];

const rows: readonly Row[] = [
  ['no key is named', 'DescribeKey', {}, 'ValidationException', "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null"],
  ['a key id is empty', 'EnableKey', { keyId: '' }, 'ValidationException', /Member must have length greater than or equal to 1$/],
  ['a key id is one too long', 'DisableKey', { keyId: 'x'.repeat(2049) }, 'ValidationException', /Member must have length less than or equal to 2048$/],
  ['a key id is as long as it may be, and none', 'DisableKey', { keyId: 'x'.repeat(2048) }, 'NotFoundException', /^Invalid keyId 'x+'$/],
  ['a key id is nonsense', 'DescribeKey', { keyId: 'nonsense' }, 'NotFoundException', "Invalid keyId 'nonsense'"],
  ['a change names its key by an alias', 'DisableKey', { keyId: 'alias/x' }, 'NotFoundException', "Invalid keyId 'alias/x'"],
  ['eleven grant tokens are given', 'DescribeKey', { keyId: KEY, grantTokens: tokens(11) }, 'ValidationException', /'grantTokens' failed to satisfy constraint: Member must have length less than or equal to 10$/],
  ['a grant token is empty', 'DescribeKey', { keyId: KEY, grantTokens: [''] }, 'ValidationException', /'grantTokens'/],
  ['a grant token is one too long', 'Encrypt', { keyId: KEY, plaintext: Secret.random(), grantTokens: tokens(1, 8193) }, 'ValidationException', /'grantTokens'/],
  ['a description is one too long', 'CreateKey', { description: 'd'.repeat(8193) }, 'ValidationException', /'description' .* less than or equal to 8192$/],
  ['a key spec does not exist', 'CreateKey', { keySpec: 'AES' }, 'ValidationException', /'keySpec' failed to satisfy constraint: Member must satisfy enum value set: \[RSA_2048, /],
  ['a key is to be asymmetric', 'CreateKey', { keySpec: 'RSA_2048', keyUsage: 'SIGN_VERIFY' }, 'UnsupportedOperationException', /RSA_2048 is not supported/],
  ['a symmetric key is to sign', 'CreateKey', { keyUsage: 'SIGN_VERIFY' }, 'ValidationException', /SIGN_VERIFY is not compatible/],
  ['two specs differ', 'CreateKey', { keySpec: 'SYMMETRIC_DEFAULT', customerMasterKeySpec: 'RSA_2048' }, 'ValidationException', /^You cannot specify KeySpec and CustomerMasterKeySpec/],
  ['material is to be imported', 'CreateKey', { origin: 'EXTERNAL' }, 'UnsupportedOperationException', /^Origin EXTERNAL is not supported/],
  ['an origin does not exist', 'CreateKey', { origin: 'HERE' }, 'ValidationException', /'origin'/],
  ['a key is to live in many regions', 'CreateKey', { multiRegion: true }, 'UnsupportedOperationException', /^MultiRegion is not supported/],
  ['a key policy is none', 'CreateKey', { policy: '{' }, 'MalformedPolicyDocumentException', /JSON/],
  ['a key policy is empty', 'CreateKey', { policy: '' }, 'ValidationException', /'policy' .* greater than or equal to 1$/],
  ['a key policy has a fault', 'PutKeyPolicy', { keyId: KEY, policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps","Principal":"*","Action":"kms:*","Resource":"*"}]}' }, 'MalformedPolicyDocumentException', /^Statement\[0\]\.Effect: /],
  ['a key policy has no principal', 'PutKeyPolicy', { keyId: KEY, policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:*","Resource":"*"}]}' }, 'MalformedPolicyDocumentException', /Principal/],
  ['a key policy is one byte too large', 'PutKeyPolicy', { keyId: KEY, policy: ' '.repeat(32_769) }, 'LimitExceededException', 'A key policy has at most 32768 bytes.'],
  ['a key policy is one character too long', 'PutKeyPolicy', { keyId: KEY, policy: ' '.repeat(131_073) }, 'ValidationException', /'policy' .* less than or equal to 131072$/],
  ['no policy is given', 'PutKeyPolicy', { keyId: KEY }, 'ValidationException', /Value null at 'policy'/],
  ['a policy locks its author out', 'PutKeyPolicy', { keyId: KEY, policy: LOCKED }, 'MalformedPolicyDocumentException', 'The new key policy will not allow you to update the key policy in the future.'],
  ['a new key would lock its maker out', 'CreateKey', { policy: LOCKED }, 'MalformedPolicyDocumentException', 'The new key policy will not allow you to update the key policy in the future.'],
  ['a policy is put by another name', 'PutKeyPolicy', { keyId: KEY, policyName: 'other', policy: LOCKED }, 'NotFoundException', 'No such policy exists'],
  ['a policy has another name', 'GetKeyPolicy', { keyId: KEY, policyName: 'other' }, 'NotFoundException', 'No such policy exists'],
  ['a policy has no name', 'GetKeyPolicy', { keyId: KEY, policyName: 'a-b' }, 'ValidationException', /'policyName' failed to satisfy constraint: Member must satisfy regular expression/],
  ['a policy is asked for by an alias', 'GetKeyPolicy', { keyId: 'alias/x' }, 'NotFoundException', "Invalid keyId 'alias/x'"],
  ['1001 policies are asked for', 'ListKeyPolicies', { keyId: KEY, limit: 1001 }, 'ValidationException', /'limit' .* less than or equal to 1000$/],
  ['a grant names nobody', 'CreateGrant', { keyId: KEY, operations: ['Decrypt'] }, 'ValidationException', /Value null at 'granteePrincipal'/],
  ['a grant is of nothing', 'CreateGrant', { keyId: KEY, granteePrincipal: BOB }, 'ValidationException', /Value null at 'operations'/],
  ['a grant is of no operations', 'CreateGrant', { keyId: KEY, granteePrincipal: BOB, operations: [] }, 'ValidationException', /'operations' failed to satisfy constraint: Member must not be empty$/],
  ['a grant is of an operation that is none', 'CreateGrant', { keyId: KEY, granteePrincipal: BOB, operations: ['PutKeyPolicy'] }, 'ValidationException', /enum value set: \[Decrypt, /],
  ['a grant is of what other keys do', 'CreateGrant', { keyId: KEY, granteePrincipal: BOB, operations: ['Sign'] }, 'ValidationException', 'The grant operation Sign is not valid for key spec SYMMETRIC_DEFAULT.'],
  ['a grantee is no principal', 'CreateGrant', { keyId: KEY, granteePrincipal: 'arn:aws:s3:::notes', operations: ['Decrypt'] }, 'InvalidArnException', /^The ARN arn:aws:s3:::notes does not name/],
  ['a grantee is one character too long', 'CreateGrant', { keyId: KEY, granteePrincipal: 'a'.repeat(257), operations: ['Decrypt'] }, 'ValidationException', /'granteePrincipal' .* less than or equal to 256$/],
  ['a retiring principal is none', 'CreateGrant', { keyId: KEY, granteePrincipal: BOB, retiringPrincipal: 'bob', operations: ['Decrypt'] }, 'InvalidArnException', /bob/],
  ['a grant has both constraints', 'CreateGrant', { keyId: KEY, granteePrincipal: BOB, operations: ['Decrypt'], constraints: { encryptionContextEquals: new Map(), encryptionContextSubset: new Map() } }, 'ValidationException', /not by both/],
  ['a source is one character too long', 'CreateGrant', { keyId: KEY, granteePrincipal: BOB, operations: ['Decrypt'], constraints: { sourceArn: 'a'.repeat(2049) } }, 'ValidationException', /'constraints.sourceArn' .* less than or equal to 2048$/],
  ['a grant has a name that is none', 'CreateGrant', { keyId: KEY, granteePrincipal: BOB, operations: ['Decrypt'], name: 'a b' }, 'ValidationException', /'name' failed to satisfy constraint/],
  ['a grant is for a key by its alias', 'CreateGrant', { keyId: 'alias/x', granteePrincipal: BOB, operations: ['Decrypt'] }, 'NotFoundException', "Invalid keyId 'alias/x'"],
  ['a dry run would have granted', 'CreateGrant', { keyId: KEY, granteePrincipal: BOB, operations: ['Decrypt'], dryRun: true }, 'DryRunOperationException', /would have succeeded/],
  ['a grant token is made up', 'CreateGrant', { keyId: KEY, granteePrincipal: BOB, operations: ['Decrypt'], grantTokens: ['made up'] }, 'InvalidGrantTokenException', 'Invalid grant token.'],
  ['a grant token of a use is made up', 'GenerateDataKey', { keyId: KEY, keySpec: 'AES_256', grantTokens: ['AQ=='] }, 'InvalidGrantTokenException', 'Invalid grant token.'],
  ['a grant token of a look is made up', 'DescribeKey', { keyId: KEY, grantTokens: ['x'] }, 'InvalidGrantTokenException', 'Invalid grant token.'],
  ['a grant is not there', 'RevokeGrant', { keyId: KEY, grantId: 'ab'.repeat(32) }, 'NotFoundException', `Grant ID ${'ab'.repeat(32)} not found`],
  ['a grant is not there to be retired', 'RetireGrant', { keyId: KEY, grantId: 'ab'.repeat(32) }, 'NotFoundException', `Grant ID ${'ab'.repeat(32)} not found`],
  ['a grant is not there to be listed', 'ListGrants', { keyId: KEY, grantId: 'ab'.repeat(32) }, 'NotFoundException', `Grant ID ${'ab'.repeat(32)} not found`],
  ['a grant id is none', 'RevokeGrant', { keyId: KEY, grantId: 'nonsense' }, 'InvalidGrantIdException', "Invalid grantId 'nonsense'"],
  ['a grant id is one character too long', 'RevokeGrant', { keyId: KEY, grantId: 'a'.repeat(129) }, 'ValidationException', /'grantId' .* less than or equal to 128$/],
  ['no grant is named', 'RetireGrant', {}, 'ValidationException', /^Please specify either a grant token/],
  ['a grant is named twice', 'RetireGrant', { keyId: KEY, grantId: 'ab'.repeat(32), grantToken: 'x' }, 'ValidationException', /^Please specify either a grant token/],
  ['a token to retire by is made up', 'RetireGrant', { grantToken: 'x' }, 'InvalidGrantTokenException', 'Invalid grant token.'],
  ['101 grants are asked for', 'ListGrants', { keyId: KEY, limit: 101 }, 'ValidationException', /'limit' .* less than or equal to 100$/],
  ['a marker is of another listing', 'ListGrants', { keyId: KEY, marker: 'x' }, 'InvalidMarkerException', /marker/],
  ['grants of nobody are asked for', 'ListRetirableGrants', {}, 'ValidationException', /Value null at 'retiringPrincipal'/],
  ["another account's grants are asked for", 'ListRetirableGrants', { retiringPrincipal: 'arn:aws:iam::111122223333:user/mallory' }, 'AccessDeniedException', /^User: .* is not authorized to perform: kms:ListRetirableGrants on resource: arn:aws:iam::111122223333:user\/mallory because /],
  ['a custom key store is named', 'CreateKey', { customKeyStoreId: 'cks-1' }, 'UnsupportedOperationException', /^CustomKeyStoreId/],
  ['an external key is named', 'CreateKey', { xksKeyId: 'x' }, 'UnsupportedOperationException', /^XksKeyId/],
  ['51 tags are given', 'CreateKey', { tags: tags(51) }, 'TagException', 'Too many tags'],
  ['two tags have one key', 'CreateKey', { tags: [tag('a'), tag('a')] }, 'TagException', 'Duplicate tag keys'],
  ["a tag is AWS's", 'CreateKey', { tags: [tag('aws:x')] }, 'TagException', 'Tags beginning with aws: are reserved'],
  ['a tag has no key', 'CreateKey', { tags: [tag(undefined)] }, 'ValidationException', /Value null at 'tags\.1\.member\.tagKey'/],
  ['a tag has an empty key', 'CreateKey', { tags: [tag('')] }, 'ValidationException', /'tags\.1\.member\.tagKey'/],
  ['a tag has a value that is one too long', 'CreateKey', { tags: [tag('a'), tag('b', 'v'.repeat(257))] }, 'ValidationException', /'tags\.2\.member\.tagValue'/],
  ['no plaintext is given', 'Encrypt', { keyId: KEY }, 'ValidationException', /Value null at 'plaintext'/],
  ['a plaintext is empty', 'Encrypt', { keyId: KEY, plaintext: Secret.random(0) }, 'ValidationException', /^1 validation error detected: Value at 'plaintext' .* greater than or equal to 1$/],
  ['a plaintext is one too long', 'Encrypt', { keyId: KEY, plaintext: Secret.random(4097) }, 'ValidationException', /^1 validation error detected: Value at 'plaintext' .* less than or equal to 4096$/],
  ['an algorithm does not exist', 'Encrypt', { keyId: KEY, plaintext: Secret.random(), encryptionAlgorithm: 'ROT13' }, 'ValidationException', /'encryptionAlgorithm'/],
  ['an algorithm is for other keys', 'Encrypt', { keyId: KEY, plaintext: Secret.random(), encryptionAlgorithm: 'RSAES_OAEP_SHA_256' }, 'InvalidKeyUsageException', /incompatible with key spec SYMMETRIC_DEFAULT/],
  ['a dry run would have sealed', 'Encrypt', { keyId: KEY, plaintext: Secret.random(), dryRun: true }, 'DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.'],
  ['no blob is given', 'Decrypt', {}, 'ValidationException', /Value null at 'ciphertextBlob'/],
  ['a blob is empty', 'Decrypt', { ciphertextBlob: Buffer.alloc(0) }, 'ValidationException', /'ciphertextBlob' .* greater than or equal to 1$/],
  ['a blob is one too long', 'Decrypt', { ciphertextBlob: Buffer.alloc(6145) }, 'ValidationException', /'ciphertextBlob' .* less than or equal to 6144$/],
  ['a blob is nonsense', 'Decrypt', { ciphertextBlob: Buffer.from('nonsense') }, 'InvalidCiphertextException', ''],
  ["a blob is of nobody's key", 'Decrypt', { ciphertextBlob: blob }, 'InvalidCiphertextException', ''],
  ['a blob is not of the key that is named', 'Decrypt', { ciphertextBlob: blob, keyId: KEY }, 'IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.'],
  ['an answer is to be sealed for an enclave', 'Decrypt', { ciphertextBlob: blob, recipient: true }, 'UnsupportedOperationException', /^Recipient/],
  ['neither spec nor size is given', 'GenerateDataKey', { keyId: KEY }, 'ValidationException', 'Please specify either number of bytes or key spec.'],
  ['both spec and size are given', 'GenerateDataKey', { keyId: KEY, keySpec: 'AES_256', numberOfBytes: 32 }, 'ValidationException', 'Please specify either number of bytes or key spec.'],
  ['a data key is to have no bytes', 'GenerateDataKey', { keyId: KEY, numberOfBytes: 0 }, 'ValidationException', /'numberOfBytes' .* greater than or equal to 1$/],
  ['a data key is one too long', 'GenerateDataKeyWithoutPlaintext', { keyId: KEY, numberOfBytes: 1025 }, 'ValidationException', /'numberOfBytes' .* less than or equal to 1024$/],
  ['a data key spec does not exist', 'GenerateDataKey', { keyId: KEY, keySpec: 'AES_512' }, 'ValidationException', /enum value set: \[AES_256, AES_128\]$/],
  ['a dry run would have made a data key', 'GenerateDataKey', { keyId: KEY, keySpec: 'AES_256', dryRun: true }, 'DryRunOperationException', /would have succeeded/],
  ['a data key is to be sealed for an enclave', 'GenerateDataKey', { keyId: KEY, keySpec: 'AES_256', recipient: true }, 'UnsupportedOperationException', /^Recipient/],
  ['no number of random bytes is given', 'GenerateRandom', {}, 'ValidationException', 'NumberOfBytes is required.'],
  ['too many random bytes are asked for', 'GenerateRandom', { numberOfBytes: 1025 }, 'ValidationException', /less than or equal to 1024$/],
  ['random bytes are to come from a custom store', 'GenerateRandom', { numberOfBytes: 1, customKeyStoreId: 'x' }, 'UnsupportedOperationException', /^CustomKeyStoreId/],
  ['no destination is named', 'ReEncrypt', { ciphertextBlob: blob }, 'ValidationException', /Value null at 'destinationKeyId'/],
  ['what is to be sealed anew is nonsense', 'ReEncrypt', { ciphertextBlob: Buffer.from('x'), destinationKeyId: KEY }, 'InvalidCiphertextException', ''],
  ['a limit is 0', 'ListKeys', { limit: 0 }, 'ValidationException', "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"],
  ['a limit of keys is one too many', 'ListKeys', { limit: 1001 }, 'ValidationException', /less than or equal to 1000$/],
  ['a limit of aliases is one too many', 'ListAliases', { limit: 101 }, 'ValidationException', /less than or equal to 100$/],
  ['a marker is empty', 'ListKeys', { marker: '' }, 'ValidationException', /'marker'/],
  ['a marker was never given', 'ListKeys', { marker: 'nonsense' }, 'InvalidMarkerException', 'The marker is not one that this listing gave.'],
  ['a marker is of another listing', 'ListAliases', { marker: Buffer.from('coffer-1:keys:x').toString('base64url') }, 'InvalidMarkerException', /not one that this listing gave/],
  ['aliases of a key that is not there are asked for', 'ListAliases', { keyId: 'nonsense' }, 'NotFoundException', "Invalid keyId 'nonsense'"],
  ['an alias has no name', 'CreateAlias', { targetKeyId: KEY }, 'ValidationException', /Value null at 'aliasName'/],
  ['an alias has no target', 'CreateAlias', { aliasName: 'alias/x' }, 'ValidationException', /Value null at 'targetKeyId'/],
  ['an alias is without its prefix', 'CreateAlias', { aliasName: 'x', targetKeyId: KEY }, 'ValidationException', /^Alias must start with the prefix "alias\/"/],
  ['an alias is its prefix', 'CreateAlias', { aliasName: 'alias/', targetKeyId: KEY }, 'InvalidAliasNameException', /after the prefix/],
  ['an alias has a letter that is not allowed', 'CreateAlias', { aliasName: 'alias/a b', targetKeyId: KEY }, 'ValidationException', /regular expression pattern: \^\[a-zA-Z0-9:\/_-\]\+\$$/],
  ['an alias is one too long', 'CreateAlias', { aliasName: `alias/${'a'.repeat(251)}`, targetKeyId: KEY }, 'ValidationException', /less than or equal to 256$/],
  ["an alias is AWS's", 'CreateAlias', { aliasName: 'alias/aws/mine', targetKeyId: KEY }, 'InvalidAliasNameException', /alias\/aws\//],
  ['an alias is to name an alias', 'CreateAlias', { aliasName: 'alias/x', targetKeyId: 'alias/y' }, 'ValidationException', 'Aliases must refer to keys. Not aliases'],
  ['an alias that is not there is moved', 'UpdateAlias', { aliasName: 'alias/x', targetKeyId: KEY }, 'NotFoundException', 'Alias arn:aws:kms:us-east-1:000000000000:alias/x is not found.'],
  ['an alias that is not there is removed', 'DeleteAlias', { aliasName: 'alias/x' }, 'NotFoundException', 'Alias arn:aws:kms:us-east-1:000000000000:alias/x is not found.'],
];

describe('a request is refused when', () => {
  let service: TestService;
  let key: string;

  beforeAll(async () => {
    service = await testService();
    key = (await perform(service, call, 'CreateKey', {})).keyMetadata.keyId;
  });

  afterAll(() => service.store.close());

  const named = <R extends object>(request: R): R =>
    Object.fromEntries(Object.entries(request).map(([member, value]: [string, unknown]) => [member, value === KEY ? key : value])) as R;

  it.each(rows)('%s: %s', async (_, name, request, code, message) => {
    const refusal = await refusedCall(perform(service, call, name, named(request)));
    expect(refusal.code).toBe(code);
    if (typeof message === 'string') expect(refusal.message).toBe(message);
    else expect(refusal.message).toMatch(message);
    expect(service.audit.appended.at(-1)).toMatchObject([{ operation: name, error: { code } }]);
  });
});
