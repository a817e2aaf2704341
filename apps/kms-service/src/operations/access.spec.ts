import { Secret } from '@coffer/crypto';
import { refusedCall } from '../../test/refused.js';
import { ACCOUNT_ID, alice, bob, document, identityPolicy, mallory, root, standing, testService, type Statement, type TestService } from '../../test/test-service.js';
import type { Caller } from '@coffer/iam';
import { KmsError } from '../errors/kms-error.js';
import { perform, performBatch } from './perform.js';
import type { OperationName, Requests } from './requests.js';
import type { Responses } from './responses.js';

const OTHER = mallory.accountId;
const S3 = 's3.us-east-1.amazonaws.com';
const rootOf = (account: string): object => ({ AWS: `arn:aws:iam::${account}:root` });
const delegated: Statement = { Principal: rootOf(ACCOUNT_ID), Action: 'kms:*' };
const notYours = 'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

let service: TestService;
let key: { readonly id: string; readonly arn: string };

const as = <N extends OperationName>(caller: Caller, name: N, request: Requests[N]): Promise<Responses[N]> => perform(service, { caller, requestId: 'r' }, name, request);
const dataKey = (caller: Caller, more: Partial<Requests['GenerateDataKey']> = {}): Promise<Responses['GenerateDataKey']> => as(caller, 'GenerateDataKey', { keyId: key.arn, keySpec: 'AES_256', ...more });
const putPolicy = (...statements: Statement[]): Promise<unknown> =>
  as(root, 'PutKeyPolicy', { keyId: key.id, policy: JSON.stringify(document(...statements)), bypassPolicyLockoutSafetyCheck: true });
const letOwn = (caller: Caller, ...statements: Statement[]): void => { service.standings.set(caller.arn, standing(identityPolicy(...statements))); };
const deniedTo = (caller: Caller, action: string, reason: string, arn = key.arn): object => ({
  code: 'AccessDeniedException', keyArn: arn.includes(':key/') ? arn : undefined, message: `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${arn} ${reason}`,
});

beforeEach(async () => {
  service = await testService();
  const { keyMetadata } = await as(root, 'CreateKey', { tags: [{ tagKey: 'team', tagValue: 'blue' }] });
  key = { id: keyMetadata.keyId, arn: keyMetadata.arn };
});

afterEach(() => service.store.close());

describe('in the account of the key', () => {
  it("lets the root, and who has a policy of its own, by the default policy; others are told that none allows", async () => {
    await dataKey(root);
    await dataKey(alice);
    expect(await refusedCall(dataKey(bob))).toEqual(deniedTo(bob, 'kms:GenerateDataKey', 'because no identity-based policy allows the kms:GenerateDataKey action'));
    letOwn(bob, { Action: 'kms:GenerateDataKey', Resource: key.arn });
    await dataKey(bob);
    expect(await refusedCall(as(bob, 'DescribeKey', { keyId: key.id }))).toEqual(deniedTo(bob, 'kms:DescribeKey', 'because no identity-based policy allows the kms:DescribeKey action'));
  });

  it('lets whom the key policy names, without a policy of its own', async () => {
    await putPolicy(delegated, { Principal: { AWS: bob.arn }, Action: 'kms:GenerateDataKey' });
    await dataKey(bob);
    expect((await refusedCall(as(bob, 'DescribeKey', { keyId: key.id }))).code).toBe('AccessDeniedException');
  });

  it('counts identity policies only where the key policy lets the account', async () => {
    await putPolicy({ Principal: { AWS: bob.arn }, Action: 'kms:*' });
    expect(await refusedCall(dataKey(alice))).toEqual(deniedTo(alice, 'kms:GenerateDataKey', 'because no resource-based policy allows the kms:GenerateDataKey action'));
    expect(await refusedCall(dataKey(root))).toEqual(deniedTo(root, 'kms:GenerateDataKey', 'because no resource-based policy allows the kms:GenerateDataKey action'));
    await dataKey(bob);
  });

  it('tells an explicit deny, and where it stands', async () => {
    letOwn(bob, { Action: 'kms:*' }, { Effect: 'Deny', Action: 'kms:GenerateDataKey' });
    expect(await refusedCall(dataKey(bob))).toEqual(deniedTo(bob, 'kms:GenerateDataKey', 'with an explicit deny in an identity-based policy'));
    await putPolicy(delegated, { Effect: 'Deny', Principal: '*', Action: 'kms:GenerateDataKey', Condition: { Null: { 'kms:ViaService': 'true' } } });
    expect(await refusedCall(dataKey(alice))).toEqual(deniedTo(alice, 'kms:GenerateDataKey', 'with an explicit deny in a resource-based policy'));
    await dataKey({ ...alice, viaService: S3 });
  });

  it('holds a changed policy from the answer on', async () => {
    await dataKey(alice);
    const before = service.accessRevision();
    await putPolicy(delegated, { Effect: 'Deny', Principal: { AWS: alice.arn }, Action: '*' });
    expect(service.accessRevision()).not.toBe(before);
    expect((await refusedCall(dataKey(alice))).code).toBe('AccessDeniedException');
  });

  it.each<[OperationName, object, string]>([
    ['ListKeys', {}, '*'], ['ListAliases', {}, '*'], ['GenerateRandom', { numberOfBytes: 1 }, '*'], ['CreateKey', {}, '*'],
    ['ListRetirableGrants', { retiringPrincipal: bob.arn }, '*'],
  ])('asks the policies of the caller for %s, which is about no key', async (name, request, resource) => {
    const call = (): Promise<unknown> => as(bob, name, request);
    expect(await refusedCall(call())).toEqual(deniedTo(bob, `kms:${name}`, `because no identity-based policy allows the kms:${name} action`, resource));
    letOwn(bob, { Action: `kms:${name}` });
    await call();
  });

  it('asks for an alias on the alias and on every key that it names', async () => {
    const other = (await as(root, 'CreateKey', {})).keyMetadata;
    const aliasArn = `arn:aws:kms:us-east-1:${ACCOUNT_ID}:alias/notes`;
    const create = (): Promise<unknown> => as(bob, 'CreateAlias', { aliasName: 'alias/notes', targetKeyId: key.id });
    expect(await refusedCall(create())).toEqual(deniedTo(bob, 'kms:CreateAlias', 'because no identity-based policy allows the kms:CreateAlias action', aliasArn));
    letOwn(bob, { Action: 'kms:*Alias', Resource: aliasArn });
    expect(await refusedCall(create())).toEqual(deniedTo(bob, 'kms:CreateAlias', 'because no identity-based policy allows the kms:CreateAlias action'));
    letOwn(bob, { Action: 'kms:*Alias', Resource: aliasArn }, { Action: 'kms:*Alias', Resource: key.arn });
    await create();
    const move = (): Promise<unknown> => as(bob, 'UpdateAlias', { aliasName: 'alias/notes', targetKeyId: other.keyId });
    expect(await refusedCall(move())).toEqual(deniedTo(bob, 'kms:UpdateAlias', 'because no identity-based policy allows the kms:UpdateAlias action', other.arn));
    letOwn(bob, { Action: 'kms:*Alias', Resource: aliasArn }, { Action: 'kms:*Alias', Resource: other.arn });
    expect(await refusedCall(move())).toEqual(deniedTo(bob, 'kms:UpdateAlias', 'because no identity-based policy allows the kms:UpdateAlias action'));
    expect((await refusedCall(as(bob, 'DeleteAlias', { aliasName: 'alias/notes' }))).code).toBe('AccessDeniedException');
    letOwn(bob, { Action: 'kms:*Alias' });
    await move();
    await as(bob, 'DeleteAlias', { aliasName: 'alias/notes' });
  });

  it('asks for tags of a new key as well', async () => {
    letOwn(bob, { Action: 'kms:CreateKey', Condition: { StringEquals: { 'kms:KeySpec': 'SYMMETRIC_DEFAULT' } } });
    await as(bob, 'CreateKey', {});
    const tagged = { tags: [{ tagKey: 'team', tagValue: 'blue' }] };
    expect(await refusedCall(as(bob, 'CreateKey', tagged))).toEqual(deniedTo(bob, 'kms:TagResource', 'because no identity-based policy allows the kms:TagResource action', '*'));
    letOwn(bob, { Action: ['kms:CreateKey', 'kms:TagResource'], Condition: { StringEquals: { 'aws:RequestTag/team': 'blue' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } } });
    await as(bob, 'CreateKey', tagged);
    expect((await refusedCall(as(bob, 'CreateKey', { tags: [{ tagKey: 'team', tagValue: 'red' }] }))).code).toBe('AccessDeniedException');
  });

  it.each<[why: string, condition: object, use: Partial<Requests['GenerateDataKey']>, caller: Partial<Caller>, allowed: boolean]>([
    ['the service is that', { StringEquals: { 'kms:ViaService': S3 } }, {}, { viaService: S3 }, true],
    ['nobody came between', { StringEquals: { 'kms:ViaService': S3 } }, {}, {}, false],
    ['the context has that', { StringEquals: { 'kms:EncryptionContext:Dept': 'IT' } }, { encryptionContext: new Map([['Dept', 'IT'], ['a', 'b']]) }, {}, true],
    ['the context has another', { StringEquals: { 'kms:EncryptionContext:Dept': 'IT' } }, { encryptionContext: new Map([['Dept', 'HR']]) }, {}, false],
    ['there is no context', { StringEquals: { 'kms:EncryptionContext:Dept': 'IT' } }, {}, {}, false],
    ['the context has those keys only', { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['Dept', 'a'] }, Null: { 'kms:EncryptionContextKeys': 'false' } }, { encryptionContext: new Map([['Dept', 'IT']]) }, {}, true],
    ['the context has another key too', { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['Dept'] }, Null: { 'kms:EncryptionContextKeys': 'false' } }, { encryptionContext: new Map([['Dept', 'IT'], ['b', 'c']]) }, {}, false],
    ['the key has that tag', { StringEquals: { 'aws:ResourceTag/team': 'blue' } }, {}, {}, true],
    ['the key has another', { StringEquals: { 'aws:ResourceTag/team': 'red' } }, {}, {}, false],
    ['the key has that alias', { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/notes' } }, {}, {}, true],
    ['the key has no such alias', { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/none' } }, {}, {}, false],
    ['it was named by that alias', { StringEquals: { 'kms:RequestAlias': 'alias/notes' } }, { keyId: 'alias/notes' }, {}, true],
    ['it was named by its ARN', { StringEquals: { 'kms:RequestAlias': 'alias/notes' } }, {}, {}, false],
    ['the address is in the net', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, {}, {}, true],
    ['the address is in another', { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, {}, { sourceIp: '198.51.100.1' }, false],
    ['the account is the own', { StringEquals: { 'kms:CallerAccount': ACCOUNT_ID } }, {}, {}, true],
  ])('a condition of the caller, and of the key: %s', async (_, condition, more, changes, allowed) => {
    await as(root, 'CreateAlias', { aliasName: 'alias/notes', targetKeyId: key.id });
    const caller = { ...bob, ...changes };
    const outcome = async (): Promise<boolean> => dataKey(caller, more).then(() => true, (error: unknown) => { expect(error).toMatchObject({ code: 'AccessDeniedException' }); return false; });
    letOwn(bob, { Action: 'kms:*', Condition: condition });
    expect(await outcome()).toBe(allowed);
    letOwn(bob, { Action: 's3:*' });
    await putPolicy({ Principal: { AWS: bob.arn }, Action: 'kms:*', Condition: condition });
    expect(await outcome()).toBe(allowed);
  });
});

describe('a batch', () => {
  const entry = (dept: string, caller = bob) => ({
    call: { caller, requestId: dept }, name: 'GenerateDataKey' as const, request: { keyId: key.arn, keySpec: 'AES_256', encryptionContext: new Map([['Dept', dept]]) },
  });
  const codes = (results: readonly object[]): string[] => results.map((result) => (result instanceof KmsError ? result.code : 'made'));

  it('is decided entry by entry where a policy looks at the context', async () => {
    letOwn(bob, { Action: 'kms:*', Condition: { StringEquals: { 'kms:EncryptionContext:Dept': 'IT' } } });
    expect(codes(await performBatch(service, [entry('IT'), entry('HR'), entry('IT'), entry('HR', alice)]))).toEqual(['made', 'AccessDeniedException', 'made', 'made']);
    letOwn(bob, { Action: 'kms:*' }, { Effect: 'Deny', Action: 'kms:*', Condition: { StringEquals: { 'kms:EncryptionContext:Dept': 'IT' } } });
    expect(codes(await performBatch(service, [entry('IT'), entry('HR'), entry('IT')]))).toEqual(['AccessDeniedException', 'made', 'AccessDeniedException']);
    expect(service.audit.appended.at(-1)?.map(({ requestId, error }) => [requestId, error?.code])).toEqual([['IT', 'AccessDeniedException'], ['HR', undefined], ['IT', 'AccessDeniedException']]);
  });

  it('is decided entry by entry where a grant looks at the context', async () => {
    const encryptionContextSubset = new Map([['Dept', 'IT']]);
    await as(root, 'CreateGrant', { keyId: key.id, granteePrincipal: bob.arn, operations: ['GenerateDataKey', 'Decrypt'], constraints: { encryptionContextSubset } });
    const results = await performBatch(service, [entry('IT'), entry('HR'), entry('IT')]);
    expect(codes(results)).toEqual(['made', 'AccessDeniedException', 'made']);
    const blobs = results.map((result) => ('ciphertextBlob' in result ? result.ciphertextBlob : Buffer.alloc(0)));
    const open = (blob: Buffer | undefined, dept: string) => ({ call: { caller: bob, requestId: 'r' }, name: 'Decrypt' as const, request: { ciphertextBlob: blob, encryptionContext: new Map([['Dept', dept]]) } });
    expect(codes(await performBatch(service, [open(blobs[0], 'IT'), open(blobs[2], 'HR'), open(blobs[2], 'IT')]))).toEqual(['made', 'AccessDeniedException', 'made']);
  });

  it('is decided once where nothing looks at the context', async () => {
    const asked = jest.spyOn(service.gate, 'refusals');
    expect(codes(await performBatch(service, [entry('IT'), entry('HR')]))).toEqual(['AccessDeniedException', 'AccessDeniedException']);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});

describe('ReEncrypt', () => {
  it('needs both halves, each on its key and with its context', async () => {
    const other = (await as(root, 'CreateKey', {})).keyMetadata;
    const { ciphertextBlob } = await as(root, 'Encrypt', { keyId: key.id, plaintext: Secret.random() });
    const reEncrypt = (destinationKeyId: string): Promise<unknown> => as(bob, 'ReEncrypt', { ciphertextBlob, destinationKeyId });
    letOwn(bob, { Action: 'kms:ReEncryptTo' });
    expect(await refusedCall(reEncrypt(other.keyId))).toEqual(deniedTo(bob, 'kms:ReEncryptFrom', 'because no identity-based policy allows the kms:ReEncryptFrom action'));
    letOwn(bob, { Action: 'kms:ReEncryptFrom' });
    expect(await refusedCall(reEncrypt(other.keyId))).toEqual(deniedTo(bob, 'kms:ReEncryptTo', 'because no identity-based policy allows the kms:ReEncryptTo action', other.arn));
    letOwn(bob, { Action: 'kms:ReEncrypt*', Condition: { Bool: { 'kms:ReEncryptOnSameKey': 'true' } } });
    expect((await refusedCall(reEncrypt(other.keyId))).code).toBe('AccessDeniedException');
    await reEncrypt(key.id);
    letOwn(bob, { Action: 'kms:ReEncrypt*' });
    await reEncrypt(other.keyId);
  });
});

describe('across accounts', () => {
  const unknown = `arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/12345678-1234-1234-1234-123456789012`;

  it('takes an allow on both sides', async () => {
    expect(await refusedCall(dataKey(mallory))).toEqual(deniedTo(mallory, 'kms:GenerateDataKey', notYours));
    await putPolicy(delegated, { Principal: rootOf(OTHER), Action: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:DisableKey'] });
    const { ciphertextBlob } = await dataKey(mallory);
    await as(mallory, 'Decrypt', { ciphertextBlob });
    service.standings.delete(mallory.arn);
    expect(await refusedCall(dataKey(mallory))).toEqual(deniedTo(mallory, 'kms:GenerateDataKey', 'because no identity-based policy allows the kms:GenerateDataKey action'));
    expect(await refusedCall(as(mallory, 'Decrypt', { ciphertextBlob }))).toEqual(deniedTo(mallory, 'kms:Decrypt', 'because no identity-based policy allows the kms:Decrypt action'));
  });

  it('keeps what AWS keeps in the account, whatever policies say', async () => {
    await putPolicy(delegated, { Principal: rootOf(OTHER), Action: 'kms:*' });
    const rows: readonly [OperationName, object][] = [
      ['DisableKey', {}], ['EnableKey', {}], ['GetKeyPolicy', {}], ['ListKeyPolicies', {}], ['PutKeyPolicy', { policy: '{}' }],
    ];
    for (const [name, more] of rows) expect(await refusedCall(as(mallory, name, { keyId: key.arn, ...more }))).toEqual(deniedTo(mallory, `kms:${name}`, notYours));
    await as(mallory, 'DescribeKey', { keyId: key.arn });
  });

  it.each<[string, () => unknown]>([
    ['nothing lets it', () => undefined],
    ['the key denies it', () => putPolicy(delegated, { Effect: 'Deny', Principal: rootOf(OTHER), Action: '*' })],
    ['its own policies deny it', () => { letOwn(mallory, { Effect: 'Deny', Action: '*' }); }],
    ['its own policies say nothing', () => { letOwn(mallory, { Action: 's3:*' }); }],
    ['the key denies it, and its own say nothing', async () => { letOwn(mallory, { Action: 's3:*' }); await putPolicy(delegated, { Effect: 'Deny', Principal: rootOf(OTHER), Action: '*' }); }],
  ])('does not tell whether there is a key or an alias, when %s', async (_, arrange) => {
    await as(root, 'CreateAlias', { aliasName: 'alias/notes', targetKeyId: key.id });
    await arrange();
    const said = async (arn: string): Promise<string> => (await refusedCall(as(mallory, 'DescribeKey', { keyId: arn }))).message.replace(arn, 'IT');
    expect(await said(key.arn)).toBe(await said(unknown));
    const alias = `arn:aws:kms:us-east-1:${ACCOUNT_ID}:alias`;
    expect(await said(`${alias}/notes`)).toBe(await said(`${alias}/none`));
  });

  it('finds a key of another account by its alias ARN, where it may be used', async () => {
    await as(root, 'CreateAlias', { aliasName: 'alias/notes', targetKeyId: key.id });
    await putPolicy(delegated, { Principal: rootOf(OTHER), Action: 'kms:DescribeKey' });
    expect((await as(mallory, 'DescribeKey', { keyId: `arn:aws:kms:us-east-1:${ACCOUNT_ID}:alias/notes` })).keyMetadata.arn).toBe(key.arn);
  });
});

describe('the key that is managed for S3', () => {
  it('is used through S3 by everyone of the account, looked at by whom the account lets, and changed by nobody', async () => {
    const viaS3 = { ...bob, viaService: S3 };
    const { keyId: arn, ciphertextBlob } = await as(viaS3, 'GenerateDataKey', { keyId: 'alias/aws/s3', keySpec: 'AES_256' });
    await as(viaS3, 'Decrypt', { ciphertextBlob });
    for (const caller of [bob, alice, root]) {
      expect((await refusedCall(as(caller, 'Decrypt', { ciphertextBlob }))).message).toContain('because no resource-based policy allows the kms:Decrypt action');
    }
    await as(alice, 'DescribeKey', { keyId: arn });
    expect((await refusedCall(as(bob, 'DescribeKey', { keyId: arn }))).message).toContain('because no identity-based policy allows the kms:DescribeKey action');
    expect(JSON.parse((await as(alice, 'GetKeyPolicy', { keyId: arn })).policy)).toMatchObject({ Id: 'auto-s3-2' });
    for (const [name, more] of [['PutKeyPolicy', { policy: '{}' }], ['DisableKey', {}], ['EnableKey', {}]] as const) {
      expect(await refusedCall(as(root, name, { keyId: arn, ...more }))).toEqual(deniedTo(root, `kms:${name}`, `because no resource-based policy allows the kms:${name} action`, arn));
    }
    expect((await refusedCall(as({ ...mallory, viaService: S3 }, 'Decrypt', { ciphertextBlob }))).message).toContain(notYours);
  });
});

describe('a key policy', () => {
  it('is the default until another is put, is given back as it was put, and is listed', async () => {
    const { policy, policyName } = await as(alice, 'GetKeyPolicy', { keyId: key.id, policyName: 'default' });
    expect(policyName).toBe('default');
    expect(JSON.parse(policy)).toEqual({
      Version: '2012-10-17', Id: 'key-default-1',
      Statement: [{ Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: rootOf(ACCOUNT_ID), Action: 'kms:*', Resource: '*' }],
    });
    const mine = `  ${JSON.stringify(document(delegated))}\n`;
    await as(alice, 'PutKeyPolicy', { keyId: key.arn, policy: mine });
    expect((await as(alice, 'GetKeyPolicy', { keyId: key.id })).policy).toBe(mine);
    expect(await as(alice, 'ListKeyPolicies', { keyId: key.id })).toEqual({ policyNames: ['default'], truncated: false });
  });

  it('comes with a new key', async () => {
    const policy = JSON.stringify(document({ Principal: { AWS: [alice.arn, bob.arn] }, Action: 'kms:*' }));
    const { keyId } = (await as(alice, 'CreateKey', { policy })).keyMetadata;
    await as(bob, 'DisableKey', { keyId });
    expect((await refusedCall(as(root, 'EnableKey', { keyId }))).code).toBe('AccessDeniedException');
  });

  it('may lock its author out if that is asked for, and by whom it is let', async () => {
    const policy = JSON.stringify(document({ Principal: { AWS: bob.arn }, Action: 'kms:*' }));
    letOwn(alice, { Action: 'kms:*', Condition: { Bool: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' } } });
    const bypass = { keyId: key.id, policy, bypassPolicyLockoutSafetyCheck: true };
    expect((await refusedCall(as(alice, 'PutKeyPolicy', bypass))).code).toBe('AccessDeniedException');
    expect(await refusedCall(as(alice, 'PutKeyPolicy', { ...bypass, bypassPolicyLockoutSafetyCheck: false }))).toMatchObject({
      code: 'MalformedPolicyDocumentException', message: 'The new key policy will not allow you to update the key policy in the future.',
    });
    await as(root, 'PutKeyPolicy', bypass);
    expect((await refusedCall(as(root, 'PutKeyPolicy', bypass))).code).toBe('AccessDeniedException');
  });

  it('is as large as it may be', async () => {
    const policy = JSON.stringify(document(delegated));
    await as(alice, 'PutKeyPolicy', { keyId: key.id, policy: policy.padEnd(32_768) });
  });
});
