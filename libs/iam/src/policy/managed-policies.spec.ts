import { appliesTo } from './statement.js';
import { awsManagedPolicies, awsManagedPolicy } from './managed-policies.js';

const allows = (name: string, action: string) => {
  const { allows: statements } = awsManagedPolicy(`arn:aws:iam::aws:policy/${name}`)!.about(action);
  return statements.some((statement) => appliesTo(statement, 'arn:aws:s3:::notes', () => undefined));
};

describe('awsManagedPolicy', () => {
  it.each([
    ['AdministratorAccess', ['s3:PutObject', 'kms:Decrypt', 'iam:CreateUser'], []],
    ['PowerUserAccess', ['s3:PutObject', 'kms:Decrypt', 'iam:ListRoles'], ['iam:CreateUser', 'organizations:LeaveOrganization', 'account:CloseAccount']],
    ['AmazonS3FullAccess', ['s3:PutObject', 's3:DeleteBucket'], ['kms:Decrypt', 'iam:ListUsers']],
    ['AmazonS3ReadOnlyAccess', ['s3:GetObject', 's3:ListBucket'], ['s3:PutObject', 's3:DeleteObject', 'kms:Decrypt']],
    ['AWSKeyManagementServicePowerUser', ['kms:CreateKey', 'kms:DescribeKey', 'kms:ListKeys', 'kms:TagResource', 'iam:ListUsers'], ['kms:Decrypt', 'kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy']],
    ['IAMFullAccess', ['iam:CreateUser', 'organizations:DescribeOrganization'], ['s3:GetObject', 'organizations:LeaveOrganization']],
    ['IAMReadOnlyAccess', ['iam:ListUsers', 'iam:GetUser'], ['iam:CreateUser', 's3:GetObject']],
    ['AWSDenyAll', [], ['s3:GetObject']],
  ])('%s', (name, allowed, refused) => {
    expect(allowed.filter((action) => !allows(name, action))).toEqual([]);
    expect(refused.filter((action) => allows(name, action))).toEqual([]);
  });

  it('denies everything by AWSDenyAll', () => {
    const { denies } = awsManagedPolicy('arn:aws:iam::aws:policy/AWSDenyAll')!.about('s3:GetObject');
    expect(denies).toEqual([expect.objectContaining({ sid: 'DenyAll', index: 0 })]);
  });

  it('names each by its ARN', () => {
    const names = awsManagedPolicies().map(({ name }) => name);
    expect(names).toHaveLength(8);
    for (const name of names) expect(awsManagedPolicy(name)?.name).toBe(name);
  });

  it.each(['AdministratorAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::111122223333:policy/AdministratorAccess', ''])('does not know %j', (arn) => {
    expect(awsManagedPolicy(arn)).toBeUndefined();
  });
});
