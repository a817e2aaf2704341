import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { CreateAccessKeyCommand, CreateUserCommand, DeleteAccessKeyCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetSessionTokenCommand, STSClient, type AssumeRoleCommandInput, type Credentials as StsCredentials } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { tempDir } from '@coffer/testing';

import { ACCOUNT_ID, Installation } from '../src/installation.js';
import { OidcIssuer } from '../src/oidc-issuer.js';

jest.setTimeout(180_000);

const run = promisify(execFile);
const Bucket = 'sessions';
const ALICE = { accessKeyId: 'AKIASESSIONSALICE000', secretAccessKey: 'a-made-up-secret-of-alice' };
const allow = (Action: string | readonly string[], Resource = '*'): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;

let installation: Installation;
let issuer: OidcIssuer;

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

beforeAll(async () => {
  issuer = await OidcIssuer.start();
  const bare = issuer.url.slice('https://'.length);
  const trusted = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:user/alice` }, Action: ['sts:AssumeRole', 'sts:TagSession'] }] };
  const federated = { Version: '2012-10-17', Statement: [{
    Effect: 'Allow', Principal: { Federated: `arn:aws:iam::${ACCOUNT_ID}:oidc-provider/${bare}` }, Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${bare}:sub`]: 'system:serviceaccount:team:app', [`${bare}:aud`]: 'sts.amazonaws.com' } },
  }] };
  const everything = [{ name: 'all', document: allow(['s3:*', 'kms:*']) }];
  const tagged = [{ name: 'tagged', document: { Version: '2012-10-17', Statement: [
    { Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${Bucket}/\${aws:PrincipalTag/team}/*` }, { Effect: 'Allow', Action: 'kms:*', Resource: '*' },
  ] } }];
  const identities = { accounts: [{
    id: ACCOUNT_ID,
    users: [{ name: 'alice', accessKeys: [{ id: ALICE.accessKeyId, secret: ALICE.secretAccessKey }], policies: everything }],
    roles: [{ name: 'worker', trust: trusted, policies: everything }, { name: 'tagged', trust: trusted, policies: tagged }, { name: 'pod', trust: federated, policies: everything }],
    oidcProviders: [{ url: issuer.url, audiences: ['sts.amazonaws.com'], caFile: issuer.caFile }],
  }] };
  const file = join(tempDir(), 'identities.json');
  writeFileSync(file, JSON.stringify(identities), { mode: 0o600 });
  installation = await Installation.start({ COFFER_IDENTITIES: file, COFFER_IAM_API: 'true' });
  await s3As(ALICE).send(new CreateBucketCommand({ Bucket }));
});

const s3As = (credentials: Credentials): S3Client => new S3Client({ endpoint: installation.s3Url, region: 'us-east-1', credentials, forcePathStyle: true, maxAttempts: 1 });

async function assume(input: Partial<AssumeRoleCommandInput> = {}): Promise<Credentials> {
  const sts = new STSClient({ endpoint: installation.kmsUrl, region: 'us-east-1', credentials: ALICE, maxAttempts: 1 });
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn('worker'), RoleSessionName: 'at-work', ...input }));
  sts.destroy();
  return taken(given);
}

function taken(given: StsCredentials | undefined): Credentials {
  return { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' };
}

async function putAndGet(credentials: Credentials, Key: string, headers: object = {}): Promise<string> {
  const s3 = s3As(credentials);
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: `of ${Key}`, ...headers }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? '';
}

async function refusal(call: Promise<unknown>): Promise<{ readonly code: string; readonly status: number | undefined; readonly message: string }> {
  const error: unknown = await call.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof S3ServiceException)) throw new Error('the request was not refused by the service', { cause: error });
  return { code: error.name, status: error.$metadata.httpStatusCode, message: error.message };
}

async function within<T>(ms: number, attempt: () => Promise<T>): Promise<T> {
  const until = performance.now() + ms;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > until) throw error;
      await wait(50);
    }
  }
}

describe('credentials of a session at S3', () => {
  it('seal and open under the KMS, which opens the token itself', async () => {
    expect(await putAndGet(await assume(), 'role', { ServerSideEncryption: 'aws:kms' })).toBe('of role');
    const sts = new STSClient({ endpoint: installation.kmsUrl, region: 'us-east-1', credentials: ALICE });
    const own = taken((await sts.send(new GetSessionTokenCommand({}))).Credentials);
    sts.destroy();
    expect(await putAndGet(own, 'user', { ServerSideEncryption: 'aws:kms', BucketKeyEnabled: true })).toBe('of user');
  });

  it('may what the role and the session policy allow, and nothing else', async () => {
    const limited = await assume({ Policy: JSON.stringify(allow('s3:GetObject', `arn:aws:s3:::${Bucket}/role`)) });
    expect(await refusal(s3As(limited).send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' })))).toMatchObject({ code: 'AccessDenied', status: 403 });
    const noKeys = await refusal(s3As(limited).send(new GetObjectCommand({ Bucket, Key: 'role' })));
    expect(noKeys).toMatchObject({ code: 'AccessDenied', status: 403 });
    expect(noKeys.message).toContain('kms:Decrypt');
  });

  it('may what its tags say', async () => {
    const blue = await assume({ RoleArn: roleArn('tagged'), Tags: [{ Key: 'team', Value: 'blue' }] });
    expect(await putAndGet(blue, 'blue/a')).toBe('of blue/a');
    expect(await refusal(s3As(blue).send(new GetObjectCommand({ Bucket, Key: 'red/a' })))).toMatchObject({ code: 'AccessDenied' });
  });

  it('presign, and the URL holds the token', async () => {
    const url = await getSignedUrl(s3As(await assume()), new GetObjectCommand({ Bucket, Key: 'role' }), { expiresIn: 60 });
    expect(url).toContain('X-Amz-Security-Token=');
    expect(await (await fetch(url)).text()).toBe('of role');
    const changed = await fetch(url.replace(/(X-Amz-Security-Token=.{40})./, '$1!'));
    expect([changed.status, await changed.text()]).toEqual([400, expect.stringContaining('<Code>InvalidToken</Code><Message>The provided token is malformed or otherwise invalid.</Message>')]);
  });

  it('are refused without their token, with another, and of a permanent key with one', async () => {
    const [own, other] = [await assume(), await assume()];
    const { sessionToken, ...without } = own;
    for (const wrong of [without, { ...own, sessionToken: other.sessionToken ?? '' }, { ...ALICE, sessionToken: sessionToken ?? '' }, { ...own, sessionToken: 'made-up' }]) {
      expect(await refusal(s3As(wrong).send(new GetObjectCommand({ Bucket, Key: 'role' })))).toEqual({ code: 'InvalidToken', status: 400, message: 'The provided token is malformed or otherwise invalid.' });
    }
  });
});

describe('a workload that has a token of its cluster in a file', () => {
  const environment = (tokenFile: string): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'], HOME: tempDir(), AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile, AWS_ROLE_ARN: roleArn('pod'), AWS_ROLE_SESSION_NAME: 'app', AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_STS: installation.kmsUrl, AWS_ENDPOINT_URL_S3: installation.s3Url, AWS_EC2_METADATA_DISABLED: 'true',
  });
  const tokenFile = async (subject: string): Promise<string> => {
    const file = join(tempDir(), 'token');
    writeFileSync(file, await issuer.token(subject));
    return file;
  };

  it("comes by its role with the SDK's default chain, which finds the issuer's keys by discovery", async () => {
    const program = `import { S3Client, PutObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
      const s3 = new S3Client({ forcePathStyle: true, maxAttempts: 1 });
      await s3.send(new PutObjectCommand({ Bucket: '${Bucket}', Key: 'pod', Body: 'by a pod', ServerSideEncryption: 'aws:kms' }));
      console.log(await (await s3.send(new GetObjectCommand({ Bucket: '${Bucket}', Key: 'pod' }))).Body.transformToString());`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { env: environment(await tokenFile('system:serviceaccount:team:app')), cwd: join(import.meta.dirname, '../../..') });
    expect(stdout).toBe('by a pod\n');
    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('comes by it with the aws command line, after the issuer has changed its key', async () => {
    await issuer.renew('second');
    await wait(11_000); // Keys are asked anew no more often than every ten seconds.
    const { stdout } = await run('aws', ['sts', 'get-caller-identity', '--output', 'json'], { env: environment(await tokenFile('system:serviceaccount:team:app')) });
    expect(JSON.parse(stdout)).toMatchObject({ Arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/pod/app` });
  });

  it('does not come by it as another', async () => {
    const failed = run('aws', ['sts', 'get-caller-identity'], { env: environment(await tokenFile('system:serviceaccount:team:other')) });
    await expect(failed).rejects.toMatchObject({ stderr: expect.stringContaining('Not authorized to perform sts:AssumeRoleWithWebIdentity') as string });
  });
});

describe('an access key that the IAM API made', () => {
  it('works at S3 within a moment, and no more when it is deleted', async () => {
    const iam = new IAMClient({ endpoint: installation.kmsUrl, region: 'us-east-1', credentials: installation.credentials, maxAttempts: 1 });
    await iam.send(new CreateUserCommand({ UserName: 'new' }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'new', PolicyName: 'all', PolicyDocument: JSON.stringify(allow(['s3:*', 'kms:*'])) }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'new' }));
    const key = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    expect(await within(5_000, () => putAndGet(key, 'new'))).toBe('of new');
    await installation.storage.stop();
    await installation.startStorage();
    expect(await within(5_000, () => putAndGet(key, 'new'))).toBe('of new');
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'new', AccessKeyId: key.accessKeyId }));
    const gone = await within(5_000, async () => {
      const refused = await refusal(s3As(key).send(new GetObjectCommand({ Bucket, Key: 'new' })));
      return refused;
    });
    expect(gone).toMatchObject({ code: 'InvalidAccessKeyId', status: 403 });
    iam.destroy();
  });
});

describe('while the KMS is away', () => {
  it('held sessions go on, and those that are not held are told to come back', async () => {
    const [held, unknown] = [await assume(), await assume()];
    const list = (credentials: Credentials) => s3As(credentials).send(new PutObjectCommand({ Bucket, Key: 'away', Body: 'x' }));
    await s3As(held).send(new PutObjectCommand({ Bucket, Key: 'plain', Body: 'x' }));
    await installation.kms.stop();
    expect(await refusal(list(unknown))).toMatchObject({ code: 'ServiceUnavailable', status: 503 });
    expect(await refusal(s3As(held).send(new GetObjectCommand({ Bucket, Key: 'gone' })))).toMatchObject({ code: 'NoSuchKey', status: 404 });
    await installation.startKms();
    await within(10_000, () => list(unknown));
  });
});
