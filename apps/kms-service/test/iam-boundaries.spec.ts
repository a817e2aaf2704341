import {
  AttachGroupPolicyCommand, AttachRolePolicyCommand, AttachUserPolicyCommand, CreateGroupCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand, DeleteUserPermissionsBoundaryCommand, DeleteUserPolicyCommand, DetachRolePolicyCommand, DetachUserPolicyCommand, PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand, PutUserPermissionsBoundaryCommand, PutUserPolicyCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import { refusal } from './client.js';
import { IamLab } from './iam-lab.js';
import { BOB, ACCOUNT, allow, settingsWith, trust } from './sts-lab.js';

const LIMIT = `arn:aws:iam::${ACCOUNT}:policy/limit`;
const OTHER = `arn:aws:iam::${ACCOUNT}:policy/other`;
const READ = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const text = JSON.stringify(allow('s3:GetObject'));
const trusted = JSON.stringify(trust({ AWS: ACCOUNT }, 'sts:AssumeRole'));

/** May do everything of IAM with whom the boundary limits, and nothing with others. */
const delegate = {
  name: 'bob', accessKeys: [{ id: BOB.accessKeyId, secret: BOB.secretAccessKey }],
  policies: [{ name: 'delegated', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*', Condition: { StringEquals: { 'iam:PermissionsBoundary': LIMIT } } }] } }],
};

let iam: IAMClient;
let bob: IAMClient;

beforeAll(async () => {
  const lab = new IamLab(settingsWith({ accounts: [{ id: ACCOUNT, users: [delegate] }] }));
  await lab.start();
  [iam, bob] = [lab.client(), lab.client(BOB)];
  for (const PolicyName of ['limit', 'other']) await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: text }));
  for (const [name, PermissionsBoundary] of [['limited', LIMIT], ['elsewhere', OTHER], ['free', undefined]] as const) {
    await iam.send(new CreateUserCommand({ UserName: name, PermissionsBoundary }));
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trusted, PermissionsBoundary }));
  }
  await iam.send(new CreateGroupCommand({ GroupName: 'limited' }));
});

/** One after the other: each finds what the one before it left. */
const changes: readonly (readonly [string, (client: IAMClient, name: string) => Promise<unknown>])[] = [
  ['PutUserPolicy', (client, UserName) => client.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: text }))],
  ['AttachUserPolicy', (client, UserName) => client.send(new AttachUserPolicyCommand({ UserName, PolicyArn: READ }))],
  ['DetachUserPolicy', (client, UserName) => client.send(new DetachUserPolicyCommand({ UserName, PolicyArn: READ }))],
  ['DeleteUserPolicy', (client, UserName) => client.send(new DeleteUserPolicyCommand({ UserName, PolicyName: 'p' }))],
  ['PutRolePolicy', (client, RoleName) => client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: text }))],
  ['AttachRolePolicy', (client, RoleName) => client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: READ }))],
  ['DetachRolePolicy', (client, RoleName) => client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: READ }))],
  ['DeleteRolePolicy', (client, RoleName) => client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'p' }))],
  ['DeleteUserPermissionsBoundary', (client, UserName) => client.send(new DeleteUserPermissionsBoundaryCommand({ UserName }))],
  ['DeleteRolePermissionsBoundary', (client, RoleName) => client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }))],
];

describe('iam:PermissionsBoundary', () => {
  it.each(changes)('lets %s change whom that boundary limits, and nobody else', async (action, change) => {
    for (const name of ['elsewhere', 'free', 'nobody']) {
      expect(await refusal(change(bob, name))).toMatchObject({ name: 'AccessDenied', status: 403, message: expect.stringContaining(`is not authorized to perform: iam:${action} on resource: `) as string });
    }
    await change(bob, 'limited');
  });

  it('is of the request where the request gives a boundary', async () => {
    for (const set of [
      (PermissionsBoundary: string) => bob.send(new PutUserPermissionsBoundaryCommand({ UserName: 'free', PermissionsBoundary })),
      (PermissionsBoundary: string) => bob.send(new PutRolePermissionsBoundaryCommand({ RoleName: 'free', PermissionsBoundary })),
      (PermissionsBoundary: string) => bob.send(new CreateUserCommand({ UserName: `made-${PermissionsBoundary === LIMIT ? 'so' : 'otherwise'}`, PermissionsBoundary })),
    ]) {
      expect(await refusal(set(OTHER))).toMatchObject({ name: 'AccessDenied' });
      await set(LIMIT);
    }
  });

  it('is not there for groups, which no boundary limits', async () => {
    expect(await refusal(bob.send(new AttachGroupPolicyCommand({ GroupName: 'limited', PolicyArn: READ })))).toMatchObject({ name: 'AccessDenied' });
  });
});
