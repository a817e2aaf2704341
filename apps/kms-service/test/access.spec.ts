import { execFile } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import {
  CreateGrantCommand, CreateKeyCommand, DecryptCommand, DescribeKeyCommand, EncryptCommand, GenerateDataKeyCommand, GetKeyPolicyCommand, type KMSClient, ListKeyPoliciesCommand,
  ListRetirableGrantsCommand, paginateListGrants, PutKeyPolicyCommand, RetireGrantCommand, RevokeGrantCommand,
} from '@aws-sdk/client-kms';
import { startProcess, type RunningProcess } from '@coffer/testing';
import { kmsClient, refusal } from './client.js';
import { ALICE, BOB, madeUpSettings, MALLORY, OTHER_ACCOUNT_ID, ROOT } from './made-up-settings.js';

const ACCOUNT_ID = '000000000000';
const BOB_ARN = `arn:aws:iam::${ACCOUNT_ID}:user/bob`;
const MALLORY_ARN = `arn:aws:iam::${OTHER_ACCOUNT_ID}:user/mallory`;
const run = promisify(execFile);

const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one })) });
const delegated = { Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` }, Action: 'kms:*' };

describe('access, by AWS\'s own clients', () => {
  const settings: ReturnType<typeof madeUpSettings> = { ...madeUpSettings(), COFFER_IDENTITIES_RELOAD_SECONDS: '1' };
  let running: RunningProcess;
  let clients: Readonly<Record<'root' | 'alice' | 'bob' | 'mallory', KMSClient>>;
  let key: { readonly id: string; readonly arn: string };

  beforeAll(async () => {
    running = await startProcess('kms-service', settings);
    const port = running.ports['kms'] ?? 0;
    clients = { root: kmsClient(port, ROOT), alice: kmsClient(port, ALICE), bob: kmsClient(port, BOB), mallory: kmsClient(port, MALLORY) };
  });

  beforeEach(async () => {
    const { KeyMetadata } = await clients.alice.send(new CreateKeyCommand({}));
    key = { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
  });

  afterAll(async () => {
    for (const client of Object.values(clients)) client.destroy();
    expect(await running.stop()).toMatchObject({ code: 0, stderr: '' });
  });

  const put = (...statements: object[]): Promise<unknown> => clients.root.send(new PutKeyPolicyCommand({ KeyId: key.id, Policy: policy(...statements), BypassPolicyLockoutSafetyCheck: true }));
  const dataKey = (client: KMSClient, EncryptionContext?: Record<string, string>) => client.send(new GenerateDataKeyCommand({ KeyId: key.arn, KeySpec: 'AES_256', ...(EncryptionContext && { EncryptionContext }) }));
  const denied = (who: string, action: string, reason: string): object => ({
    name: 'AccessDeniedException', status: 400, message: `User: ${who} is not authorized to perform: ${action} on resource: ${key.arn} ${reason}`,
  });

  it('is what the key policy says, from its answer on', async () => {
    expect(await refusal(dataKey(clients.bob))).toEqual(denied(BOB_ARN, 'kms:GenerateDataKey', 'because no identity-based policy allows the kms:GenerateDataKey action'));
    await put(delegated, { Principal: { AWS: BOB_ARN }, Action: 'kms:GenerateDataKey', Condition: { StringEquals: { 'kms:EncryptionContext:Dept': 'IT' } } });
    expect((await dataKey(clients.bob, { Dept: 'IT' })).KeyId).toBe(key.arn);
    expect(await refusal(dataKey(clients.bob, { Dept: 'HR' }))).toEqual(denied(BOB_ARN, 'kms:GenerateDataKey', 'because no identity-based policy allows the kms:GenerateDataKey action'));
    await put(delegated, { Effect: 'Deny', Principal: '*', Action: 'kms:GenerateDataKey', Condition: { StringNotEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } } });
    expect(await refusal(dataKey(clients.alice))).toEqual(denied(`arn:aws:iam::${ACCOUNT_ID}:user/alice`, 'kms:GenerateDataKey', 'with an explicit deny in a resource-based policy'));
  });

  it('is told by GetKeyPolicy and ListKeyPolicies, and not lost by mistake', async () => {
    const document = policy(delegated);
    await clients.alice.send(new PutKeyPolicyCommand({ KeyId: key.arn, PolicyName: 'default', Policy: document }));
    expect(await clients.alice.send(new GetKeyPolicyCommand({ KeyId: key.id }))).toMatchObject({ Policy: document, PolicyName: 'default' });
    expect(await clients.alice.send(new ListKeyPoliciesCommand({ KeyId: key.id }))).toMatchObject({ PolicyNames: ['default'], Truncated: false });
    const locking = new PutKeyPolicyCommand({ KeyId: key.id, Policy: policy({ Principal: { AWS: BOB_ARN }, Action: 'kms:*' }) });
    expect(await refusal(clients.alice.send(locking))).toEqual({
      name: 'MalformedPolicyDocumentException', status: 400, message: 'The new key policy will not allow you to update the key policy in the future.',
    });
    expect(await refusal(clients.alice.send(new PutKeyPolicyCommand({ KeyId: key.id, Policy: policy({ Principal: '*', Action: 'kms:*', Effect: 'Maybe' }) })))).toMatchObject({
      name: 'MalformedPolicyDocumentException', status: 400, message: expect.stringMatching(/^Statement\[0\]\.Effect: /) as string,
    });
    expect(await refusal(clients.bob.send(new GetKeyPolicyCommand({ KeyId: key.id })))).toEqual(denied(BOB_ARN, 'kms:GetKeyPolicy', 'because no identity-based policy allows the kms:GetKeyPolicy action'));
  });

  it('takes an allow on both sides across accounts', async () => {
    const notYours = 'because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';
    expect(await refusal(dataKey(clients.mallory))).toEqual(denied(MALLORY_ARN, 'kms:GenerateDataKey', notYours));
    await put(delegated, { Principal: { AWS: OTHER_ACCOUNT_ID }, Action: ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:GetKeyPolicy'] });
    const { CiphertextBlob } = await dataKey(clients.mallory);
    expect((await clients.mallory.send(new DecryptCommand({ CiphertextBlob }))).KeyId).toBe(key.arn);
    expect(await refusal(clients.mallory.send(new GetKeyPolicyCommand({ KeyId: key.arn })))).toEqual(denied(MALLORY_ARN, 'kms:GetKeyPolicy', notYours));
  });

  it('is given by grants and taken with them', async () => {
    const request = { KeyId: key.id, GranteePrincipal: BOB_ARN, RetiringPrincipal: `arn:aws:iam::${ACCOUNT_ID}:user/alice`, Name: 'nightly', Constraints: { EncryptionContextSubset: { Dept: 'IT' } } };
    const { GrantId, GrantToken } = await clients.alice.send(new CreateGrantCommand({ ...request, Operations: ['GenerateDataKey', 'Decrypt', 'DescribeKey'] }));
    expect((await clients.alice.send(new CreateGrantCommand({ ...request, Operations: ['GenerateDataKey', 'Decrypt', 'DescribeKey'] }))).GrantId).toBe(GrantId);
    const { CiphertextBlob, Plaintext } = await dataKey(clients.bob, { Dept: 'IT', stage: 'test' });
    const opened = await clients.bob.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { Dept: 'IT', stage: 'test' }, GrantTokens: [GrantToken ?? ''] }));
    expect(opened.Plaintext).toEqual(Plaintext);
    await clients.bob.send(new DescribeKeyCommand({ KeyId: key.id }));
    expect(await refusal(dataKey(clients.bob))).toMatchObject({ name: 'AccessDeniedException', status: 400 });
    const listed: unknown[] = [];
    for await (const { Grants = [] } of paginateListGrants({ client: clients.alice, pageSize: 1 }, { KeyId: key.arn })) listed.push(...Grants);
    expect(listed).toEqual([{
      KeyId: key.arn, GrantId, Name: 'nightly', CreationDate: expect.any(Date) as Date, GranteePrincipal: BOB_ARN, RetiringPrincipal: request.RetiringPrincipal,
      IssuingAccount: `arn:aws:iam::${ACCOUNT_ID}:root`, Operations: ['GenerateDataKey', 'Decrypt', 'DescribeKey'], Constraints: { EncryptionContextSubset: { Dept: 'IT' } },
    }]);
    const retirable = await clients.alice.send(new ListRetirableGrantsCommand({ RetiringPrincipal: request.RetiringPrincipal }));
    expect(retirable.Grants?.map((grant) => grant.GrantId)).toContain(GrantId);
    expect(await refusal(clients.bob.send(new RetireGrantCommand({ GrantToken })))).toMatchObject({ name: 'AccessDeniedException' });
    await clients.alice.send(new RetireGrantCommand({ GrantToken }));
    expect(await refusal(dataKey(clients.bob, { Dept: 'IT' }))).toMatchObject({ name: 'AccessDeniedException' });
    expect(await refusal(clients.alice.send(new RevokeGrantCommand({ KeyId: key.id, GrantId })))).toEqual({ name: 'NotFoundException', status: 400, message: `Grant ID ${GrantId ?? ''} not found` });
    expect(await refusal(clients.alice.send(new CreateGrantCommand({ ...request, Operations: ['Sign'] })))).toMatchObject({ name: 'ValidationException', status: 400 });
    expect(await refusal(clients.alice.send(new EncryptCommand({ KeyId: key.id, Plaintext: Buffer.from('x'), GrantTokens: ['made up'] })))).toMatchObject({ name: 'InvalidGrantTokenException', status: 400 });
  });

  it('is what the identities say, a moment after their file has changed', async () => {
    const file = settings['COFFER_IDENTITIES'] ?? '';
    const before = readFileSync(file, 'utf8');
    const documents = JSON.parse(before) as { accounts: { users: { name: string; policies: object[] }[] }[] };
    for (const { users } of documents.accounts) for (const user of users) if (user.name === 'bob') user.policies = [{ name: 'describe', document: JSON.parse(policy({ Action: 'kms:DescribeKey' })) as object }];
    const describe = (): Promise<unknown> => clients.bob.send(new DescribeKeyCommand({ KeyId: key.id }));
    const replace = (text: string): void => { writeFileSync(`${file}.new`, text, { mode: 0o600 }); renameSync(`${file}.new`, file); };
    expect((await refusal(describe())).name).toBe('AccessDeniedException');
    replace(JSON.stringify(documents));
    const until = async (allowed: boolean): Promise<void> => {
      for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
        if ((await describe().then(() => true, () => false)) === allowed) return;
        await new Promise((resolve) => { setTimeout(resolve, 100); });
      }
      throw new Error(`it was not ${allowed ? 'allowed' : 'refused'} in time`);
    };
    await until(true);
    replace(before);
    await until(false);
  });

  it('is managed by the aws CLI', async () => {
    const aws = async (credentials: typeof ALICE, ...args: string[]): Promise<Record<string, unknown>> => {
      const env = { PATH: process.env['PATH'], HOME: settings.COFFER_DATA_DIR, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_DEFAULT_REGION: 'us-east-1' };
      const { stdout } = await run('aws', ['--endpoint-url', `http://127.0.0.1:${String(running.ports['kms'])}`, '--output', 'json', 'kms', ...args], { env });
      return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
    };
    const document = policy(delegated, { Principal: { AWS: BOB_ARN }, Action: 'kms:DescribeKey' });
    await aws(ALICE, 'put-key-policy', '--key-id', key.id, '--policy-name', 'default', '--policy', document);
    expect(await aws(ALICE, 'get-key-policy', '--key-id', key.id, '--policy-name', 'default')).toMatchObject({ Policy: document });
    const { GrantId } = await aws(ALICE, 'create-grant', '--key-id', key.id, '--grantee-principal', BOB_ARN, '--operations', 'Encrypt', '--constraints', 'EncryptionContextEquals={a=1}');
    expect(await aws(ALICE, 'list-grants', '--key-id', key.id)).toMatchObject({ Grants: [{ GrantId, Constraints: { EncryptionContextEquals: { a: '1' } } }] });
    await aws(BOB, 'describe-key', '--key-id', key.id);
    await expect(aws(BOB, 'list-grants', '--key-id', key.id)).rejects.toMatchObject({
      stderr: expect.stringContaining(`An error occurred (AccessDeniedException) when calling the ListGrants operation: User: ${BOB_ARN} is not authorized to perform: kms:ListGrants on resource: ${key.arn} because no identity-based policy allows the kms:ListGrants action`) as string,
    });
    await aws(ALICE, 'revoke-grant', '--key-id', key.id, '--grant-id', String(GrantId));
    expect(await aws(ALICE, 'list-grants', '--key-id', key.id)).toMatchObject({ Grants: [] });
  }, 120_000);
});
