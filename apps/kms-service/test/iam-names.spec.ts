import {
  CreateGroupCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, DeleteAccessKeyCommand, DeleteGroupCommand, DeletePolicyCommand, DeleteRoleCommand, DeleteRolePolicyCommand,
  DeleteUserCommand, DeleteUserPolicyCommand, GetGroupCommand, GetPolicyCommand, GetRoleCommand, GetUserCommand, PutRolePolicyCommand, PutUserPolicyCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { refusal } from './client.js';
import { IamLab, type Credentials } from './iam-lab.js';
import { ALICE, ROOT } from './made-up-settings.js';
import { ACCOUNT, allow, credentialsFrom, roleArn, settingsWith, stsClient, stsIdentities, TestIssuer, trust } from './sts-lab.js';

const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`;
const policyArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;

let lab: IamLab;
let iam: IAMClient;

beforeAll(async () => {
  lab = new IamLab(settingsWith(stsIdentities(new TestIssuer().jwksFile)));
  await lab.start();
  iam = lab.client();
});

describe('a session of GetSessionToken', () => {
  it.each<[string, Credentials]>([['of a user', ALICE], ['of the root', ROOT]])('%s may not call IAM, and of STS only AssumeRole and GetCallerIdentity', async (_, credentials) => {
    const given = await stsClient(lab.port, credentials).send(new GetSessionTokenCommand({}));
    const session = credentialsFrom(given.Credentials);
    expect(await refusal(lab.client(session).send(new GetUserCommand({ UserName: 'alice' })))).toEqual({
      name: 'InvalidClientTokenId', status: 403, message: 'The security token included in the request is invalid',
    });
    const sts = stsClient(lab.port, session);
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(ACCOUNT);
    expect(await refusal(sts.send(new GetSessionTokenCommand({})))).toEqual({ name: 'AccessDenied', status: 403, message: 'Cannot call GetSessionToken with session credentials' });
    await lab.listKeys(session);
  });

  it('may take on a role, whose session may call IAM', async () => {
    const given = await stsClient(lab.port, ALICE).send(new GetSessionTokenCommand({}));
    const assumed = await stsClient(lab.port, credentialsFrom(given.Credentials)).send(new AssumeRoleCommand({ RoleArn: roleArn('open'), RoleSessionName: 'night' }));
    expect((await lab.client(credentialsFrom(assumed.Credentials)).send(new GetUserCommand({ UserName: 'alice' }))).User?.UserName).toBe('alice');
  });
});

describe('a name that is given again', () => {
  it('is of another user, role, group and policy, with another unique id', async () => {
    const ids = async (): Promise<readonly (string | undefined)[]> => {
      const { User } = await iam.send(new CreateUserCommand({ UserName: 'anew' }));
      const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'anew', AssumeRolePolicyDocument: JSON.stringify(trust({ AWS: userArn('alice') }, 'sts:AssumeRole')) }));
      const { Group } = await iam.send(new CreateGroupCommand({ GroupName: 'anew' }));
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'anew', PolicyDocument: JSON.stringify(allow('kms:ListKeys')) }));
      expect((await iam.send(new GetUserCommand({ UserName: 'anew' }))).User?.UserId).toBe(User?.UserId);
      expect((await iam.send(new GetRoleCommand({ RoleName: 'anew' }))).Role?.RoleId).toBe(Role?.RoleId);
      expect((await iam.send(new GetGroupCommand({ GroupName: 'anew' }))).Group?.GroupId).toBe(Group?.GroupId);
      expect((await iam.send(new GetPolicyCommand({ PolicyArn: policyArn('anew') }))).Policy?.PolicyId).toBe(Policy?.PolicyId);
      await iam.send(new DeleteUserCommand({ UserName: 'anew' }));
      await iam.send(new DeleteRoleCommand({ RoleName: 'anew' }));
      await iam.send(new DeleteGroupCommand({ GroupName: 'anew' }));
      await iam.send(new DeletePolicyCommand({ PolicyArn: policyArn('anew') }));
      return [User?.UserId, Role?.RoleId, Group?.GroupId, Policy?.PolicyId];
    };
    const [first, second] = [await ids(), await ids()];
    ['AIDA', 'AROA', 'AGPA', 'ANPA'].forEach((prefix, index) => {
      expect([first[index], second[index]]).toEqual([expect.stringMatching(new RegExp(`^${prefix}[A-Z2-7]{17}$`)), expect.stringMatching(new RegExp(`^${prefix}[A-Z2-7]{17}$`))]);
      expect(first[index]).not.toBe(second[index]);
    });
  });

  it('does not bring back the sessions of who had it before, and those of the new one work', async () => {
    const make = async (): Promise<Credentials[]> => {
      await iam.send(new CreateUserCommand({ UserName: 'phoenix' }));
      await iam.send(new PutUserPolicyCommand({ UserName: 'phoenix', PolicyName: 'all', PolicyDocument: JSON.stringify(allow('*')) }));
      await iam.send(new CreateRoleCommand({ RoleName: 'phoenix', AssumeRolePolicyDocument: JSON.stringify(trust({ AWS: userArn('phoenix') }, 'sts:AssumeRole')) }));
      await iam.send(new PutRolePolicyCommand({ RoleName: 'phoenix', PolicyName: 'all', PolicyDocument: JSON.stringify(allow('*')) }));
      const key = await lab.newKey('phoenix');
      const sts = stsClient(lab.port, key);
      const ofUser = await sts.send(new GetSessionTokenCommand({}));
      const ofRole = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn('phoenix'), RoleSessionName: 'first' }));
      await iam.send(new DeleteAccessKeyCommand({ UserName: 'phoenix', AccessKeyId: key.accessKeyId }));
      return [credentialsFrom(ofUser.Credentials), credentialsFrom(ofRole.Credentials)];
    };
    const remove = async (): Promise<void> => {
      await iam.send(new DeleteUserPolicyCommand({ UserName: 'phoenix', PolicyName: 'all' }));
      await iam.send(new DeleteUserCommand({ UserName: 'phoenix' }));
      await iam.send(new DeleteRolePolicyCommand({ RoleName: 'phoenix', PolicyName: 'all' }));
      await iam.send(new DeleteRoleCommand({ RoleName: 'phoenix' }));
    };
    const before = await make();
    for (const session of before) await lab.listKeys(session);
    await remove();
    const after = await make();
    for (const session of before) expect(await refusal(lab.listKeys(session))).toMatchObject({ name: 'AccessDeniedException' });
    for (const session of after) await lab.listKeys(session);
    await lab.stop();
    await lab.start();
    iam = lab.client();
    for (const session of before) expect(await refusal(lab.listKeys(session))).toMatchObject({ name: 'AccessDeniedException' });
    for (const session of after) await lab.listKeys(session);
    await remove();
  });
});
