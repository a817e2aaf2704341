import { writeFileSync } from 'node:fs';
import {
  CreateGroupCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, DeleteAccessKeyCommand, DeleteGroupCommand, DeletePolicyCommand, DeleteRoleCommand, DeleteRolePolicyCommand,
  DeleteUserCommand, DeleteUserPolicyCommand, GetGroupCommand, GetPolicyCommand, GetRoleCommand, GetUserCommand, ListAccessKeysCommand, ListUserPoliciesCommand, PutRolePolicyCommand, PutUserPolicyCommand, type IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { refusal } from './client.js';
import { IamLab, type Credentials } from './iam-lab.js';
import { ALICE, ROOT } from './made-up-settings.js';
import { ACCOUNT, allow, credentialsFrom, roleArn, settingsWith, stsClient, stsIdentities, TestIssuer, trust } from './sts-lab.js';

const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`;
const policyArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:policy/${name}`;

/** Writes the identities file anew, with these beside what it had. */
function declare(users: readonly object[] = [], policies: readonly object[] = [], groups: readonly object[] = []): void {
  const { accounts: [first, ...others] } = stsIdentities(new TestIssuer().jwksFile) as { accounts: [{ users: object[]; policies: object[] }, ...object[]] };
  const account = { ...first, groups, users: [...first.users, ...users], policies: [...first.policies, ...policies] };
  writeFileSync(settings['COFFER_IDENTITIES'] ?? '', JSON.stringify({ accounts: [account, ...others] }));
}

let settings: ReturnType<typeof settingsWith>;
let lab: IamLab;
let iam: IAMClient;

beforeAll(async () => {
  settings = settingsWith(stsIdentities(new TestIssuer().jwksFile));
  lab = new IamLab(settings);
  await lab.start();
  iam = lab.client();
});

describe('a name that a file declares after the API made it', () => {
  it("is the file's: reads show it, and changes are refused, until the file gives it up", async () => {
    await iam.send(new CreateUserCommand({ UserName: 'Taken' }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'Taken', PolicyName: 'of-the-api', PolicyDocument: JSON.stringify(allow('*')) }));
    await iam.send(new CreateGroupCommand({ GroupName: 'taken' }));
    const key = await lab.newKey('Taken');
    await lab.listKeys(key);
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'taken', PolicyDocument: JSON.stringify(allow('s3:*')), Description: 'of the API' }));

    declare([{ name: 'taken', policies: [{ name: 'of-the-file', document: allow('s3:*') }] }], [{ name: 'taken', document: allow('kms:*') }], [{ name: 'taken' }]);
    await lab.reload();
    expect((await iam.send(new GetUserCommand({ UserName: 'taken' }))).User).toMatchObject({ UserName: 'taken', CreateDate: new Date(0) });
    expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'Taken' }))).PolicyNames).toEqual(['of-the-file']);
    expect((await iam.send(new ListAccessKeysCommand({ UserName: 'taken' }))).AccessKeyMetadata).toEqual([]);
    const shown = (await iam.send(new GetPolicyCommand({ PolicyArn: policyArn('taken') }))).Policy;
    expect([shown?.Description, shown?.CreateDate]).toEqual([undefined, new Date(0)]);
    expect(shown?.PolicyId).not.toBe(Policy?.PolicyId);
    expect(await refusal(lab.listKeys(key))).toMatchObject({ name: 'UnrecognizedClientException' });
    const unmodifiable = { name: 'UnmodifiableEntityException', status: 400 };
    for (const change of [
      new PutUserPolicyCommand({ UserName: 'taken', PolicyName: 'p', PolicyDocument: JSON.stringify(allow('*')) }), new DeleteUserPolicyCommand({ UserName: 'Taken', PolicyName: 'of-the-api' }),
      new DeleteUserCommand({ UserName: 'TAKEN' }), new DeleteAccessKeyCommand({ UserName: 'taken', AccessKeyId: key.accessKeyId }), new DeleteGroupCommand({ GroupName: 'taken' }),
      new DeletePolicyCommand({ PolicyArn: policyArn('taken') }),
    ]) expect(await refusal(iam.send(change as DeleteUserCommand))).toMatchObject(unmodifiable);
    expect(await refusal(iam.send(new CreateUserCommand({ UserName: 'taken' })))).toMatchObject({ name: 'EntityAlreadyExistsException' });

    declare();
    await lab.reload();
    expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'taken' }))).PolicyNames).toEqual(['of-the-api']);
    await lab.listKeys(key);
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'taken', AccessKeyId: key.accessKeyId }));
    await iam.send(new DeletePolicyCommand({ PolicyArn: policyArn('taken') }));
  });
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
