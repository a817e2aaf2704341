import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ListKeysCommand } from '@aws-sdk/client-kms';
import {
  AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, GetSessionTokenCommand, type AssumeRoleCommandInput, type AssumeRoleCommandOutput,
} from '@aws-sdk/client-sts';
import { startProcess, type RunningProcess } from '@coffer/testing';
import { exportedEvents } from './audit-command.js';
import { kmsClient, refusal } from './client.js';
import { ALICE, MALLORY, ROOT } from './made-up-settings.js';
import { ACCOUNT, allow, AUDIENCE, BOB, credentialsFrom, ISSUER, roleArn, settingsWith, stsClient, stsIdentities, TestIssuer } from './sts-lab.js';

const run = promisify(execFile);
const issuer = new TestIssuer();
let settings: ReturnType<typeof settingsWith>;
let running: RunningProcess;
let port: number;

beforeAll(async () => {
  await issuer.renew('first');
  settings = settingsWith(stsIdentities(issuer.jwksFile));
  running = await startProcess('kms-service', settings);
  port = running.ports['kms'] ?? 0;
});

type Credentials = Parameters<typeof stsClient>[1];

async function as<T>(credentials: Credentials, work: (sts: ReturnType<typeof stsClient>) => Promise<T>, region?: string): Promise<T> {
  const sts = stsClient(port, credentials, region);
  return work(sts).finally(() => { sts.destroy(); });
}

const whoIs = (credentials: Credentials) => as(credentials, (sts) => sts.send(new GetCallerIdentityCommand({})));
const assume = (credentials: Credentials, input: Partial<AssumeRoleCommandInput> = {}): Promise<AssumeRoleCommandOutput> =>
  as(credentials, (sts) => sts.send(new AssumeRoleCommand({ RoleArn: roleArn('open'), RoleSessionName: 'at-work', ...input })));
const refusedRole = (credentials: Credentials, input: Partial<AssumeRoleCommandInput> = {}) => refusal(assume(credentials, input));

describe('GetCallerIdentity', () => {
  it('tells users, the root, and whoever acts in a role', async () => {
    expect(await whoIs(ALICE)).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/alice`, UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) as string });
    expect(await whoIs(ROOT)).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root`, UserId: ACCOUNT });
    const { Credentials } = await assume(ALICE);
    expect(await whoIs(credentialsFrom(Credentials))).toMatchObject({ Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/open/at-work`, UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:at-work$/) as string });
  });

  it('is signed for our region or for the global one, and for no other', async () => {
    expect(await refusal(as(ALICE, (sts) => sts.send(new GetCallerIdentityCommand({})), 'eu-west-3'))).toMatchObject({ name: 'IncompleteSignature', status: 400 });
  });

  it('refuses whoever does not sign, signs wrongly or is not known, in XML', async () => {
    const unsigned = await fetch(`http://127.0.0.1:${String(port)}/`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=GetCallerIdentity&Version=2011-06-15' });
    expect([unsigned.status, unsigned.headers.get('content-type')]).toEqual([403, 'text/xml']);
    expect(await unsigned.text()).toMatch(/^<ErrorResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><Error><Type>Sender<\/Type><Code>MissingAuthenticationToken<\/Code><Message>Request is missing Authentication Token<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>$/);
    expect(await refusal(whoIs({ ...ALICE, secretAccessKey: 'wrong' }))).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 });
    expect(await refusal(whoIs({ ...ALICE, accessKeyId: 'AKIANOBODY0000000000' }))).toMatchObject({ name: 'InvalidClientTokenId', status: 403, message: 'The security token included in the request is invalid.' });
  });

  it('answers a GET as well', async () => {
    const response = await fetch(`http://127.0.0.1:${String(port)}/?Action=GetCallerIdentity&Version=2011-06-15`);
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('<Code>MissingAuthenticationToken</Code>')]);
  });

  it('serves the aws command line unchanged', async () => {
    const env = { ...process.env, AWS_ACCESS_KEY_ID: ALICE.accessKeyId, AWS_SECRET_ACCESS_KEY: ALICE.secretAccessKey, AWS_DEFAULT_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' };
    const { stdout } = await run('aws', ['--endpoint-url', `http://127.0.0.1:${String(port)}`, 'sts', 'get-caller-identity'], { env });
    expect(JSON.parse(stdout)).toMatchObject({ Arn: `arn:aws:iam::${ACCOUNT}:user/alice` });
  }, 60_000);
});

describe('an operation', () => {
  it('that is not served is InvalidAction, and only for whoever signs', async () => {
    const response = await fetch(`http://127.0.0.1:${String(port)}/`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=AssumeRoot&Version=2011-06-15' });
    expect(await response.text()).toContain('MissingAuthenticationToken');
    const { GetFederationTokenCommand } = await import('@aws-sdk/client-sts');
    expect(await refusal(as(ALICE, (sts) => sts.send(new GetFederationTokenCommand({ Name: 'x1' }))))).toMatchObject({ name: 'InvalidAction', status: 400, message: 'Could not find operation GetFederationToken for version 2011-06-15' });
  });

  it('whose form says a thing twice, or too much, is refused', async () => {
    const post = async (body: string): Promise<string> => (await fetch(`http://127.0.0.1:${String(port)}/`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body })).text();
    expect(await post('Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=a&RoleArn=b')).toContain('<Code>MalformedQueryString</Code>');
    expect(await post(`Action=x&Version=2011-06-15&${Array.from({ length: 500 }, (_, n) => `a${String(n)}=`).join('&')}`)).toContain('<Code>MalformedQueryString</Code>');
  });
});

describe('GetSessionToken', () => {
  const get = (credentials: Credentials, DurationSeconds?: number) => as(credentials, (sts) => sts.send(new GetSessionTokenCommand({ DurationSeconds })));

  it("gives credentials that are the user's own for a while", async () => {
    const { Credentials } = await get(ALICE, 900);
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(Credentials?.SecretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(Credentials?.SessionToken?.length).toBeLessThanOrEqual(1_024);
    expect(Math.abs((Credentials?.Expiration?.getTime() ?? 0) - Date.now() - 900_000)).toBeLessThan(20_000);
    expect(await whoIs(credentialsFrom(Credentials))).toMatchObject({ Arn: `arn:aws:iam::${ACCOUNT}:user/alice` });
    const kms = kmsClient(port, credentialsFrom(Credentials));
    expect((await kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
    kms.destroy();
  });

  it('holds twelve hours if nobody says how long, an hour for the root', async () => {
    const holds = async (credentials: Credentials): Promise<number> => ((await get(credentials)).Credentials?.Expiration?.getTime() ?? 0) - Date.now();
    expect(Math.round((await holds(ALICE)) / 3_600_000)).toBe(12);
    expect(Math.round((await holds(ROOT)) / 3_600_000)).toBe(1);
  });

  it.each([[899, 'greater than or equal to 900'], [129_601, 'less than or equal to 129600']])('of %i seconds is refused', async (seconds, words) => {
    expect(await refusal(get(ALICE, seconds))).toMatchObject({ name: 'ValidationError', status: 400, message: `1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value ${words}` });
  });

  it('takes its limit', async () => {
    expect((await get(ALICE, 129_600)).Credentials).toBeDefined();
  });

  it('is not given for short-lived credentials', async () => {
    const { Credentials } = await get(ALICE);
    expect(await refusal(get(credentialsFrom(Credentials)))).toMatchObject({ name: 'AccessDenied', status: 403, message: 'Cannot call GetSessionToken with session credentials' });
  });
});

describe('credentials of a session', () => {
  it('are refused with another token, without theirs, with theirs changed, and with a permanent key', async () => {
    const own = credentialsFrom((await assume(ALICE)).Credentials);
    const other = credentialsFrom((await assume(ALICE)).Credentials);
    const flipped = `${own.sessionToken.slice(0, 200)}${own.sessionToken[200] === 'A' ? 'B' : 'A'}${own.sessionToken.slice(201)}`;
    const { sessionToken: _, ...without } = own;
    for (const wrong of [{ ...own, sessionToken: other.sessionToken }, { ...own, sessionToken: flipped }, without, { ...ALICE, sessionToken: own.sessionToken }, { ...own, sessionToken: 'x' }]) {
      expect(await refusal(whoIs(wrong))).toMatchObject({ name: 'InvalidClientTokenId', status: 403 });
      const kms = kmsClient(port, wrong);
      expect(await refusal(kms.send(new ListKeysCommand({})))).toMatchObject({ name: 'UnrecognizedClientException', status: 400, message: 'The security token included in the request is invalid.' });
      kms.destroy();
    }
    expect(await refusal(whoIs({ ...own, secretAccessKey: other.secretAccessKey }))).toMatchObject({ name: 'SignatureDoesNotMatch' });
  });
});

describe('AssumeRole', () => {
  it('answers as AWS does', async () => {
    const answer = await assume(ALICE, { DurationSeconds: 900, SourceIdentity: 'who-it-is' });
    expect(answer).toMatchObject({ AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/open/at-work`, AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:at-work$/) as string }, SourceIdentity: 'who-it-is' });
    expect(answer.SessionTokenUtilization).toBeLessThan(20);
  });

  it.each<[string, Credentials, string]>([
    ['the role is not there', ALICE, 'gone'],
    ['the role does not trust the caller', BOB, 'open'],
    ['the role trusts the account, and no policy of the user says so', ALICE, 'delegated'],
    ['only the condition of the trust does not hold', MALLORY, 'external'],
  ])('is refused in the same words when %s', async (_, credentials, name) => {
    const arn = (await whoIs(credentials)).Arn ?? '';
    expect(await refusedRole(credentials, { RoleArn: roleArn(name) })).toEqual({ name: 'AccessDenied', status: 403, message: `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn(name)}` });
  });

  it('is granted by an account that trusts its user, and across accounts with the external id that was agreed', async () => {
    expect((await assume(BOB, { RoleArn: roleArn('delegated') })).Credentials).toBeDefined();
    expect((await assume(MALLORY, { RoleArn: roleArn('external'), ExternalId: 'agreed' })).Credentials).toBeDefined();
    expect(await refusedRole(MALLORY, { RoleArn: roleArn('external'), ExternalId: 'guessed' })).toMatchObject({ name: 'AccessDenied' });
  });

  it('is not for the root', async () => {
    expect(await refusedRole(ROOT)).toEqual({ name: 'AccessDenied', status: 403, message: 'Roles may not be assumed by root accounts.' });
  });

  it('needs sts:TagSession for tags and sts:SetSourceIdentity for a source identity', async () => {
    const told = (action: string): string => `User: arn:aws:iam::${ACCOUNT}:user/alice is not authorized to perform: ${action} on resource: ${roleArn('untagged')}`;
    expect(await refusedRole(ALICE, { RoleArn: roleArn('untagged'), Tags: [{ Key: 'team', Value: 'blue' }] })).toMatchObject({ name: 'AccessDenied', message: told('sts:TagSession') });
    expect(await refusedRole(ALICE, { RoleArn: roleArn('untagged'), SourceIdentity: 'me' })).toMatchObject({ name: 'AccessDenied', message: told('sts:SetSourceIdentity') });
  });

  it.each<[string, Partial<AssumeRoleCommandInput>, string]>([
    ['a name of one character', { RoleSessionName: 'x' }, "1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2"],
    ['a name of 65 characters', { RoleSessionName: 'x'.repeat(65) }, "1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: Member must have length less than or equal to 64"],
    ['a name with a slash', { RoleSessionName: 'a/b' }, "1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*"],
    ['899 seconds', { DurationSeconds: 899 }, "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"],
    ["more than the role's most", { DurationSeconds: 3_601 }, 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'],
    ['no ARN of a role', { RoleArn: `arn:aws:iam::${ACCOUNT}:user/alice` }, `arn:aws:iam::${ACCOUNT}:user/alice is invalid`],
    ['a tag twice, in another case', { Tags: [{ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' }] }, 'Duplicate tag keys found. Please note that Tag keys are case insensitive.'],
    ['a transitive tag that is not there', { TransitiveTagKeys: ['a'] }, 'The specified transitive tag key must be included in the requested tags.'],
    ['51 tags', { Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${String(n)}`, Value: '' })) }, "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50"],
    ['a managed policy that is not there', { PolicyArns: [{ arn: `arn:aws:iam::${ACCOUNT}:policy/gone` }] }, `Specified ManagedPolicy arn:aws:iam::${ACCOUNT}:policy/gone does not exist or is not attachable.`],
  ])('is refused with %s', async (_, input, message) => {
    expect(await refusedRole(ALICE, input)).toEqual({ name: 'ValidationError', status: 400, message });
  });

  it('is refused with a session policy that is none, and with more than a token can hold', async () => {
    expect(await refusedRole(ALICE, { Policy: '{"Statement":[{"Effect":"Perhaps"}]}' })).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400 });
    const noise = (length: number): string => Array.from({ length }, (_, n) => String.fromCharCode(97 + ((n * 7919 + (n >> 3) * 104729 + n * n * 31) % 26))).join('');
    const Tags = Array.from({ length: 50 }, (_, n) => ({ Key: noise(60 + n), Value: noise(150 + n * 3) + String(n) }));
    const spread = Tags.map(({ Value }, n) => ({ Key: `k${String(n)}`, Value: Buffer.from(Value).toString('base64').slice(0, 200).split('').sort(() => Math.random() - 0.5).join('') }));
    expect(await refusedRole(ALICE, { Tags: spread })).toMatchObject({ name: 'PackedPolicyTooLargeException', status: 400, message: expect.stringMatching(/^Packed policy consumes \d{3}% of allotted space, please use smaller policy\.$/) as string });
  });

  it('chains for an hour at most, and takes transitive tags and the source identity along', async () => {
    const first = await assume(ALICE, { Tags: [{ Key: 'team', Value: 'blue' }, { Key: 'own', Value: '1' }], TransitiveTagKeys: ['team'], SourceIdentity: 'who-it-is' });
    expect(first.SessionTokenUtilization).toBeGreaterThan(0);
    const credentials = credentialsFrom(first.Credentials);
    const chained = { RoleArn: roleArn('chained') };
    expect(await refusedRole(credentials, { ...chained, DurationSeconds: 3_601 })).toMatchObject({ message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining' });
    expect(await refusedRole(credentials, { ...chained, Tags: [{ Key: 'TEAM', Value: 'red' }] })).toMatchObject({ name: 'ValidationError' });
    expect(await refusedRole(credentials, { ...chained, SourceIdentity: 'someone-else' })).toMatchObject({ name: 'AccessDenied', message: 'The source identity of a session cannot be changed.' });
    expect(await assume(credentials, chained)).toMatchObject({ SourceIdentity: 'who-it-is' });
  });
});

describe('AssumeRoleWithWebIdentity', () => {
  const nobody = { accessKeyId: '', secretAccessKey: '' };
  const take = (WebIdentityToken: string, RoleArn = roleArn('web')) => as(nobody, (sts) => sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'pod', WebIdentityToken })));

  it('gives a role for the token of an issuer, unsigned', async () => {
    const answer = await take(await issuer.token());
    expect(answer).toMatchObject({ SubjectFromWebIdentityToken: 'system:serviceaccount:team:app', Audience: AUDIENCE, Provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` });
    expect(await whoIs(credentialsFrom(answer.Credentials))).toMatchObject({ Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/web/pod` });
  });

  it('reads the keys again when they are others, of another algorithm, or others under the same name', async () => {
    const before = await issuer.token();
    await issuer.renew('second', 'ES256');
    // A key that is taken out proves nothing from then on, before any token by a new one has come.
    expect(await refusal(take(before))).toMatchObject({ name: 'InvalidIdentityTokenException', status: 400 });
    expect((await take(await issuer.token({}, 'ES256'))).Credentials).toBeDefined();
    await issuer.renew('second', 'ES256');
    expect((await take(await issuer.token({}, 'ES256'))).Credentials).toBeDefined();
    await issuer.renew('third');
  });

  it.each<[string, () => Promise<string>, object]>([
    ['that is over', () => issuer.token({ exp: 1_700_000_000 }), { name: 'ExpiredTokenException', status: 400, message: 'Token expired: current date/time must be before the expiration date/time of the token' }],
    ['that is not yet', () => issuer.token({ nbf: 4_000_000_000 }), { name: 'InvalidIdentityTokenException', message: "The token's claim nbf does not hold" }],
    ['for another audience', () => issuer.token({ aud: 'elsewhere' }), { name: 'InvalidIdentityTokenException', status: 400, message: 'Incorrect token audience' }],
    ['of another issuer', () => issuer.token({ iss: 'https://other.example' }), { name: 'InvalidIdentityTokenException', message: 'No OpenIDConnect provider found in your account for https://other.example' }],
    ['of the issuer by plain HTTP', () => issuer.token({ iss: `http://${ISSUER}` }), { name: 'InvalidIdentityTokenException' }],
    ['without a subject', () => issuer.token({ sub: undefined }), { name: 'InvalidIdentityTokenException' }],
    ['that does not expire', () => issuer.token({ exp: undefined }), { name: 'InvalidIdentityTokenException' }],
    ['that nobody signed', async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await issuer.token()).split('.')[1] ?? ''}.`, { name: 'InvalidIdentityTokenException' }],
    ['that was changed', async () => (await issuer.token()).replace(/\.[^.]{20}/, `.${'A'.repeat(20)}`), { name: 'InvalidIdentityTokenException' }],
    ['that is none', () => Promise.resolve('not a token'), { name: 'InvalidIdentityTokenException', message: 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)' }],
    ['whose subject the role does not trust', () => issuer.token({ sub: 'system:serviceaccount:other:app' }), { name: 'AccessDenied', status: 403, message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' }],
    ['whose audience the provider takes and the role does not', () => issuer.token({ aud: 'another' }), { name: 'AccessDenied' }],
  ])('refuses a token %s', async (_, token, refused) => {
    expect(await refusal(take(await token()))).toMatchObject(refused);
  });

  it('refuses a role that is not there, and one that trusts no issuer, in the same words', async () => {
    for (const name of ['gone', 'open']) expect(await refusal(take(await issuer.token(), roleArn(name)))).toMatchObject({ name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' });
  });
});

describe('the record', () => {
  it('tells every call of STS and neither secret nor token', async () => {
    const token = await issuer.token();
    const nobody = { accessKeyId: '', secretAccessKey: '' };
    const web = await as(nobody, (sts) => sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn('web'), RoleSessionName: 'recorded', WebIdentityToken: token, Policy: JSON.stringify(allow('kms:ListKeys')) })));
    const events = (await exportedEvents(settings)).filter((event) => (event as { eventSource?: string }).eventSource === 'sts.amazonaws.com');
    expect(events.at(-1)).toMatchObject({ eventName: 'AssumeRoleWithWebIdentity', userIdentity: { type: 'WebIdentityUser' }, requestParameters: { roleArn: roleArn('web'), roleSessionName: 'recorded' }, responseElements: { credentials: { accessKeyId: web.Credentials?.AccessKeyId } } });
    expect(new Set(events.map(({ eventName }) => eventName))).toEqual(new Set(['GetCallerIdentity', 'GetSessionToken', 'AssumeRole', 'AssumeRoleWithWebIdentity']));
    const text = JSON.stringify(events);
    for (const hidden of [token, web.Credentials?.SessionToken ?? '', web.Credentials?.SecretAccessKey ?? '', ALICE.secretAccessKey]) expect(text.includes(hidden)).toBe(false);
    expect(running.output()).toBe('');
  });
});

describe('sessions revoke-all', () => {
  const MAIN = join(import.meta.dirname, '../dist/main.js');
  const revokeAll = (...args: string[]) => run(process.execPath, [MAIN, 'sessions', ...args], { env: { ...settings } });

  it('ends every session while the service runs, and new ones are given at once', async () => {
    const before = credentialsFrom((await assume(ALICE)).Credentials);
    await whoIs(before);
    expect((await revokeAll('revoke-all')).stdout).toBe('every session that was given before now is revoked\n');
    expect(await refusal(whoIs(before))).toMatchObject({ name: 'InvalidClientTokenId', status: 403 });
    expect(await whoIs(ALICE)).toMatchObject({ Account: ACCOUNT });
    expect(await whoIs(credentialsFrom((await assume(ALICE)).Credentials))).toMatchObject({ Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/open/at-work` });
  });

  it('tells how it is used', async () => {
    await expect(revokeAll('revoke')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('sessions revoke-all') as string });
  });
});
