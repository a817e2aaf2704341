import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ListKeysCommand, type KMSClient } from '@aws-sdk/client-kms';
import {
  AddUserToGroupCommand, AttachGroupPolicyCommand, AttachRolePolicyCommand, AttachUserPolicyCommand, CreateAccessKeyCommand, CreateGroupCommand, CreatePolicyCommand, CreateRoleCommand,
  CreateUserCommand, DeleteAccessKeyCommand, DeleteGroupCommand, DeletePolicyCommand, DeleteRoleCommand, DeleteRolePolicyCommand, DeleteUserCommand, DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand, DetachRolePolicyCommand, DetachUserPolicyCommand, GetAccessKeyLastUsedCommand, GetGroupCommand, GetPolicyCommand, GetPolicyVersionCommand, GetRoleCommand, GetRolePolicyCommand,
  GetUserCommand, GetUserPolicyCommand, IAMClient, ListAccessKeysCommand, ListAttachedRolePoliciesCommand, ListAttachedUserPoliciesCommand, ListGroupsCommand, ListGroupsForUserCommand,
  ListPoliciesCommand, ListRolePoliciesCommand, ListRolesCommand, ListUserPoliciesCommand, ListUsersCommand, ListUserTagsCommand, paginateListUsers, PutGroupPolicyCommand, PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand, PutUserPolicyCommand, RemoveUserFromGroupCommand, TagUserCommand, UntagUserCommand, UpdateAccessKeyCommand, UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { startProcess, type RunningProcess } from '@coffer/testing';
import { exportedEvents } from './audit-command.js';
import { kmsClient, refusal } from './client.js';
import { ALICE, MALLORY, ROOT } from './made-up-settings.js';
import { ACCOUNT, allow, BOB, credentialsFrom, roleArn, settingsWith, stsClient, stsIdentities, TestIssuer, trust } from './sts-lab.js';

const run = promisify(execFile);
const document = (policy: object): string => JSON.stringify(policy);
const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`;
const policyArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const secrets: string[] = [];

let settings: ReturnType<typeof settingsWith>;
let running: RunningProcess;
let port: number;
let iam: IAMClient;

const iamClient = (credentials: typeof ROOT): IAMClient => new IAMClient({ endpoint: `http://127.0.0.1:${String(port)}`, region: 'us-east-1', credentials, maxAttempts: 1 });

async function start(): Promise<void> {
  running = await startProcess('kms-service', settings);
  port = running.ports['kms'] ?? 0;
  iam = iamClient(ROOT);
}

async function newKey(UserName: string): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  secrets.push(AccessKey?.SecretAccessKey ?? '');
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

const listKeys = async (credentials: { accessKeyId: string; secretAccessKey: string }): Promise<unknown> => {
  const kms: KMSClient = kmsClient(port, credentials);
  return kms.send(new ListKeysCommand({})).finally(() => { kms.destroy(); });
};

beforeAll(async () => {
  const issuer = new TestIssuer();
  await issuer.renew('first');
  settings = { ...settingsWith(stsIdentities(issuer.jwksFile)), COFFER_IAM_API: 'true' };
  await start();
});

describe('users and their access keys', () => {
  it('are made, used, switched off, and removed', async () => {
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'carol', Tags: [{ Key: 'team', Value: 'blue' }] }));
    expect(User).toMatchObject({ UserName: 'carol', Arn: userArn('carol'), Path: '/', UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) as string, Tags: [{ Key: 'team', Value: 'blue' }] });
    expect(Math.abs((User?.CreateDate?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    const key = await newKey('carol');
    expect(key.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(await refusal(listKeys(key))).toMatchObject({ name: 'AccessDeniedException' });
    await iam.send(new PutUserPolicyCommand({ UserName: 'carol', PolicyName: 'list', PolicyDocument: document(allow('kms:ListKeys')) }));
    await listKeys(key);
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'carol', AccessKeyId: key.accessKeyId, Status: 'Inactive' }));
    expect(await refusal(listKeys(key))).toMatchObject({ name: 'UnrecognizedClientException' });
    expect((await iam.send(new ListAccessKeysCommand({ UserName: 'carol' }))).AccessKeyMetadata).toMatchObject([{ UserName: 'carol', AccessKeyId: key.accessKeyId, Status: 'Inactive' }]);
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'carol', AccessKeyId: key.accessKeyId, Status: 'Active' }));
    await listKeys(key);
    expect((await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId }))).UserName).toBe('carol');
    expect(await refusal(iam.send(new DeleteUserCommand({ UserName: 'carol' })))).toMatchObject({ name: 'DeleteConflictException', status: 409, message: 'Cannot delete entity, must delete access keys first.' });
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'carol', AccessKeyId: key.accessKeyId }));
    expect(await refusal(listKeys(key))).toMatchObject({ name: 'UnrecognizedClientException' });
    expect(await refusal(iam.send(new DeleteUserCommand({ UserName: 'carol' })))).toMatchObject({ message: 'Cannot delete entity, must delete policies first.' });
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'carol', PolicyName: 'list' }));
    await iam.send(new DeleteUserCommand({ UserName: 'carol' }));
    expect(await refusal(iam.send(new GetUserCommand({ UserName: 'carol' })))).toEqual({ name: 'NoSuchEntityException', status: 404, message: 'The user with name carol cannot be found.' });
  });

  it('are told apart without regard to case, and have two keys at most', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'dave' }));
    for (const UserName of ['dave', 'DAVE', 'alice']) expect(await refusal(iam.send(new CreateUserCommand({ UserName })))).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409, message: `User with name ${UserName} already exists.` });
    await newKey('dave');
    await newKey('dave');
    expect(await refusal(newKey('dave'))).toEqual({ name: 'LimitExceededException', status: 409, message: 'Cannot exceed quota for AccessKeysPerUser: 2' });
  });

  it('have tags', async () => {
    await iam.send(new TagUserCommand({ UserName: 'dave', Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '' }] }));
    await iam.send(new TagUserCommand({ UserName: 'dave', Tags: [{ Key: 'A', Value: '2' }] }));
    await iam.send(new UntagUserCommand({ UserName: 'dave', TagKeys: ['b'] }));
    expect((await iam.send(new ListUserTagsCommand({ UserName: 'dave' }))).Tags).toEqual([{ Key: 'A', Value: '2' }]);
    expect(await refusal(iam.send(new TagUserCommand({ UserName: 'dave', Tags: [{ Key: 'x', Value: '' }, { Key: 'X', Value: '' }] })))).toMatchObject({ name: 'InvalidInputException', status: 400 });
  });

  it('come in pages', async () => {
    for (let n = 0; n < 5; n += 1) await iam.send(new CreateUserCommand({ UserName: `page-${String(n)}` }));
    const pages: (string | undefined)[][] = [];
    for await (const { Users } of paginateListUsers({ client: iam, pageSize: 3 }, {})) pages.push((Users ?? []).map(({ UserName }) => UserName));
    expect(pages.map((page) => page.length)).toEqual([3, 3, 2]);
    expect(pages.flat()).toEqual(['alice', 'bob', 'dave', 'page-0', 'page-1', 'page-2', 'page-3', 'page-4']);
    expect(await refusal(iam.send(new ListUsersCommand({ MaxItems: 1_001 })))).toMatchObject({ name: 'ValidationError', message: "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000" });
    expect(await refusal(iam.send(new ListUsersCommand({ Marker: '!' })))).toMatchObject({ name: 'ValidationError', message: 'Invalid Marker.' });
  });

  it.each([['a name with a slash', 'a/b'], ['a name of 65 characters', 'x'.repeat(65)]])('are refused with %s', async (_, UserName) => {
    expect(await refusal(iam.send(new CreateUserCommand({ UserName })))).toMatchObject({ name: 'ValidationError', status: 400 });
  });

  it('that the file declares are listed and readable, and not changed', async () => {
    expect((await iam.send(new GetUserCommand({ UserName: 'alice' }))).User).toMatchObject({ Arn: userArn('alice') });
    expect(await refusal(iam.send(new DeleteUserCommand({ UserName: 'alice' })))).toEqual({ name: 'UnmodifiableEntityException', status: 400, message: 'The user alice is declared in the identities file and cannot be changed by the API.' });
    expect(await refusal(newKey('alice'))).toMatchObject({ name: 'UnmodifiableEntityException' });
  });
});

describe('policies', () => {
  it('are written into users, and given back percent-encoded', async () => {
    const text = document(allow('s3:GetObject', 'arn:aws:s3:::notes/*'));
    await iam.send(new PutUserPolicyCommand({ UserName: 'dave', PolicyName: 'read', PolicyDocument: text }));
    const { PolicyDocument } = await iam.send(new GetUserPolicyCommand({ UserName: 'dave', PolicyName: 'read' }));
    expect(PolicyDocument).toMatch(/^%7B%22Version%22/);
    expect(decodeURIComponent(PolicyDocument ?? '')).toBe(text);
    expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'dave' }))).PolicyNames).toEqual(['read']);
    expect(await refusal(iam.send(new GetUserPolicyCommand({ UserName: 'dave', PolicyName: 'gone' })))).toEqual({ name: 'NoSuchEntityException', status: 404, message: 'The user policy with name gone cannot be found.' });
  });

  it('that are none, or too long, are refused and change nothing', async () => {
    const put = (PolicyDocument: string) => refusal(iam.send(new PutUserPolicyCommand({ UserName: 'dave', PolicyName: 'bad', PolicyDocument })));
    expect(await put('{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps","Action":"*","Resource":"*"}]}')).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400 });
    expect(await put('{')).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400 });
    expect(await put(document(allow(Array.from({ length: 200 }, (_, n) => `s3:GetObject${String(n)}`))))).toMatchObject({ name: 'LimitExceededException', status: 409 });
    expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'dave' }))).PolicyNames).toEqual(['read']);
  });

  it('stand by themselves, are attached and detached, and are not deleted while they are', async () => {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'keys', PolicyDocument: document(allow('kms:ListKeys')), Description: 'To list keys' }));
    expect(Policy).toMatchObject({ PolicyName: 'keys', Arn: policyArn('keys'), DefaultVersionId: 'v1', AttachmentCount: 0, PolicyId: expect.stringMatching(/^ANPA/) as string });
    await iam.send(new AttachUserPolicyCommand({ UserName: 'dave', PolicyArn: policyArn('keys') }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'dave', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }));
    expect((await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'dave' }))).AttachedPolicies).toEqual([
      { PolicyName: 'keys', PolicyArn: policyArn('keys') }, { PolicyName: 'AmazonS3ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' },
    ]);
    expect((await iam.send(new GetPolicyCommand({ PolicyArn: policyArn('keys') }))).Policy).toMatchObject({ AttachmentCount: 1, Description: 'To list keys' });
    expect(decodeURIComponent((await iam.send(new GetPolicyVersionCommand({ PolicyArn: policyArn('keys'), VersionId: 'v1' }))).PolicyVersion?.Document ?? '')).toBe(document(allow('kms:ListKeys')));
    expect(await refusal(iam.send(new GetPolicyVersionCommand({ PolicyArn: policyArn('keys'), VersionId: 'v2' })))).toMatchObject({ name: 'NoSuchEntityException' });
    expect(await refusal(iam.send(new DeletePolicyCommand({ PolicyArn: policyArn('keys') })))).toEqual({ name: 'DeleteConflictException', status: 409, message: 'Cannot delete a policy attached to entities.' });
    await iam.send(new DetachUserPolicyCommand({ UserName: 'dave', PolicyArn: policyArn('keys') }));
    await iam.send(new DeletePolicyCommand({ PolicyArn: policyArn('keys') }));
    expect(await refusal(iam.send(new GetPolicyCommand({ PolicyArn: policyArn('keys') })))).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
    expect(await refusal(iam.send(new AttachUserPolicyCommand({ UserName: 'dave', PolicyArn: policyArn('keys') })))).toMatchObject({ name: 'NoSuchEntityException', message: `Policy ${policyArn('keys')} does not exist or is not attachable.` });
    expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toMatchObject([{ PolicyName: 'narrow' }]);
    expect(((await iam.send(new ListPoliciesCommand({ Scope: 'AWS' }))).Policies ?? []).map(({ PolicyName }) => PolicyName)).toContain('AdministratorAccess');
  });

  it('limit as boundaries', async () => {
    const key = credentialsOf(await newUserWith('erin', allow('kms:*')));
    await listKeys(key);
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'erin', PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }));
    expect((await iam.send(new GetUserCommand({ UserName: 'erin' }))).User?.PermissionsBoundary).toEqual({ PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' });
    expect(await refusal(listKeys(key))).toMatchObject({ name: 'AccessDeniedException' });
    await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: 'erin' }));
    await listKeys(key);
  });
});

function credentialsOf(key: { accessKeyId: string; secretAccessKey: string }): { accessKeyId: string; secretAccessKey: string } {
  return key;
}

async function newUserWith(UserName: string, policy: object): Promise<{ accessKeyId: string; secretAccessKey: string }> {
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: document(policy) }));
  return newKey(UserName);
}

describe('groups', () => {
  it('give what they may to their members', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'frank' }));
    const key = await newKey('frank');
    expect((await iam.send(new CreateGroupCommand({ GroupName: 'Readers' }))).Group).toMatchObject({ GroupName: 'Readers', Arn: `arn:aws:iam::${ACCOUNT}:group/Readers` });
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'Readers', PolicyName: 'list', PolicyDocument: document(allow('kms:ListKeys')) }));
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'Readers', PolicyArn: policyArn('narrow') }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'readers', UserName: 'frank' }));
    await listKeys(key);
    expect((await iam.send(new GetGroupCommand({ GroupName: 'Readers' }))).Users).toMatchObject([{ UserName: 'frank' }]);
    expect((await iam.send(new ListGroupsForUserCommand({ UserName: 'frank' }))).Groups).toMatchObject([{ GroupName: 'Readers' }]);
    expect((await iam.send(new ListGroupsCommand({}))).Groups).toMatchObject([{ GroupName: 'Readers' }]);
    expect(await refusal(iam.send(new DeleteGroupCommand({ GroupName: 'Readers' })))).toMatchObject({ message: 'Cannot delete entity, must remove users from group first.' });
    await iam.send(new RemoveUserFromGroupCommand({ GroupName: 'Readers', UserName: 'frank' }));
    expect(await refusal(listKeys(key))).toMatchObject({ name: 'AccessDeniedException' });
    expect(await refusal(iam.send(new AddUserToGroupCommand({ GroupName: 'none', UserName: 'frank' })))).toMatchObject({ name: 'NoSuchEntityException', message: 'The group with name none cannot be found.' });
  });
});

describe('roles', () => {
  it('are made, taken on, and end with what they are', async () => {
    const trusted = trust({ AWS: userArn('alice') }, 'sts:AssumeRole');
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'made', AssumeRolePolicyDocument: document(trusted), MaxSessionDuration: 7_200, Description: 'Made by the API' }));
    expect(Role).toMatchObject({ RoleName: 'made', Arn: roleArn('made'), MaxSessionDuration: 7_200, RoleId: expect.stringMatching(/^AROA/) as string });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(document(trusted));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'made', PolicyName: 'list', PolicyDocument: document(allow('kms:ListKeys')) }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'made', PolicyArn: policyArn('narrow') }));
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'made' }))).PolicyNames).toEqual(['list']);
    expect((await iam.send(new GetRolePolicyCommand({ RoleName: 'made', PolicyName: 'list' }))).RoleName).toBe('made');
    expect((await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'made' }))).AttachedPolicies).toMatchObject([{ PolicyName: 'narrow' }]);
    const sts = stsClient(port, ALICE);
    const session = credentialsFrom((await sts.send(new AssumeRoleCommand({ RoleArn: roleArn('made'), RoleSessionName: 'at-work', DurationSeconds: 7_200 }))).Credentials);
    await listKeys(session);
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'made', PolicyDocument: document(trust({ AWS: userArn('bob') }, 'sts:AssumeRole')) }));
    expect(await refusal(sts.send(new AssumeRoleCommand({ RoleArn: roleArn('made'), RoleSessionName: 'at-work' })))).toMatchObject({ name: 'AccessDenied' });
    sts.destroy();
    expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'made' })))).toMatchObject({ name: 'DeleteConflictException' });
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'made', PolicyName: 'list' }));
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'made', PolicyArn: policyArn('narrow') }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'made' }));
    // The session lives on, and stands on nothing.
    expect(await refusal(listKeys(session))).toMatchObject({ name: 'AccessDeniedException' });
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'made' })))).toMatchObject({ name: 'NoSuchEntityException', message: 'The role with name made cannot be found.' });
    expect(((await iam.send(new ListRolesCommand({}))).Roles ?? []).map(({ RoleName }) => RoleName)).toEqual(['chained', 'delegated', 'external', 'open', 'untagged', 'web']);
  });
});

describe('who may', () => {
  it('is decided by policies, on the ARN and with the keys of the request', async () => {
    expect(await refusal(iamClient(ALICE).send(new ListUsersCommand({})))).toEqual({
      name: 'AccessDenied', status: 403, message: `User: ${userArn('alice')} is not authorized to perform: iam:ListUsers on resource: ${userArn('')} because no identity-based policy allows the iam:ListUsers action`,
    });
    const onlyNarrow = { Version: '2012-10-17', Statement: [
      { Effect: 'Allow', Action: 'iam:CreateUser', Resource: userArn('team-*') },
      { Effect: 'Allow', Action: 'iam:AttachUserPolicy', Resource: '*', Condition: { ArnEquals: { 'iam:PolicyARN': policyArn('narrow') } } },
    ] };
    const helper = iamClient(await newUserWith('helper', onlyNarrow));
    await helper.send(new CreateUserCommand({ UserName: 'team-one' }));
    expect(await refusal(helper.send(new CreateUserCommand({ UserName: 'other-one' })))).toMatchObject({ name: 'AccessDenied' });
    await helper.send(new AttachUserPolicyCommand({ UserName: 'team-one', PolicyArn: policyArn('narrow') }));
    expect(await refusal(helper.send(new AttachUserPolicyCommand({ UserName: 'team-one', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' })))).toMatchObject({ name: 'AccessDenied' });
    helper.destroy();
  });

  it('sees the entities of the own account only', async () => {
    expect(await refusal(iamClient(MALLORY).send(new GetUserCommand({ UserName: 'alice' })))).toMatchObject({ name: 'AccessDenied' });
    expect(BOB.accessKeyId).toMatch(/^AKIA/);
  });
});

describe('the aws command line', () => {
  it('works unchanged', async () => {
    const env = { ...process.env, AWS_ACCESS_KEY_ID: ROOT.accessKeyId, AWS_SECRET_ACCESS_KEY: ROOT.secretAccessKey, AWS_DEFAULT_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' };
    const aws = async (...args: string[]) => JSON.parse((await run('aws', ['--endpoint-url', `http://127.0.0.1:${String(port)}`, 'iam', ...args], { env })).stdout || '{}') as Record<string, unknown>;
    expect(await aws('create-user', '--user-name', 'by-hand')).toMatchObject({ User: { UserName: 'by-hand', Arn: userArn('by-hand') } });
    await aws('put-user-policy', '--user-name', 'by-hand', '--policy-name', 'p', '--policy-document', document(allow('s3:*')));
    expect(await aws('get-user-policy', '--user-name', 'by-hand', '--policy-name', 'p')).toMatchObject({ PolicyDocument: allow('s3:*') });
  }, 120_000);
});

describe('what is kept', () => {
  it('is there after a restart, sealed, and recorded without secrets', async () => {
    const key = await newUserWith('kept', allow('kms:ListKeys'));
    expect(await running.stop()).toMatchObject({ code: 0 });
    const folder = settings.COFFER_DATA_DIR;
    const bytes = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('');
    for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
    await start();
    await listKeys(key);
    const events = (await exportedEvents(settings)).filter((event) => (event as { eventSource?: string }).eventSource === 'iam.amazonaws.com');
    expect(events.at(-1)).toMatchObject({ eventName: 'CreateAccessKey', requestParameters: { userName: 'kept' }, responseElements: { accessKey: { accessKeyId: key.accessKeyId } } });
    expect(events.some(({ eventName, errorCode }) => eventName === 'DeleteUser' && errorCode === 'DeleteConflict')).toBe(true);
  });
});

describe('switched off', () => {
  it('says which setting switches it on, to whoever signs, and keeps what it had', async () => {
    await running.stop();
    settings = { ...settings, COFFER_IAM_API: 'false' };
    await start();
    expect(await refusal(iam.send(new ListUsersCommand({})))).toEqual({ name: 'OptInRequired', status: 403, message: 'The IAM API is switched off here. Set COFFER_IAM_API=true for kms-service to switch it on.' });
    expect(await refusal(iamClient({ ...ROOT, secretAccessKey: 'wrong' }).send(new ListUsersCommand({})))).toMatchObject({ name: 'SignatureDoesNotMatch' });
  });
});
