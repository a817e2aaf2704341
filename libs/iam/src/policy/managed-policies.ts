/**
 * The few of AWS's managed policies that make sense here, with AWS's documents.
 *
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
import { parsePolicy } from './parse-policy.js';
import type { Policy } from './policy.js';

const PREFIX = 'arn:aws:iam::aws:policy/';

const readOnlyOrganizations = [
  'organizations:DescribeAccount',
  'organizations:DescribeOrganization',
  'organizations:DescribeOrganizationalUnit',
  'organizations:DescribePolicy',
  'organizations:ListChildren',
  'organizations:ListParents',
  'organizations:ListPoliciesForTarget',
  'organizations:ListRoots',
  'organizations:ListPolicies',
  'organizations:ListTargetsForPolicy',
];

const allow = (action: string | readonly string[]): object => ({ Effect: 'Allow', Action: action, Resource: '*' });

const statements: ReadonlyMap<string, readonly object[]> = new Map<string, readonly object[]>([
  ['AdministratorAccess', [allow('*')]],
  [
    'PowerUserAccess',
    [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      allow([
        'account:GetAccountInformation',
        'account:GetPrimaryEmail',
        'account:ListRegions',
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeOrganization',
      ]),
    ],
  ],
  ['AmazonS3FullAccess', [allow(['s3:*', 's3-object-lambda:*'])]],
  ['AmazonS3ReadOnlyAccess', [allow(['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'])]],
  [
    'AWSKeyManagementServicePowerUser',
    [
      allow([
        'kms:CreateAlias',
        'kms:CreateKey',
        'kms:DeleteAlias',
        'kms:Describe*',
        'kms:GenerateRandom',
        'kms:Get*',
        'kms:List*',
        'kms:TagResource',
        'kms:UntagResource',
        'iam:ListGroups',
        'iam:ListRoles',
        'iam:ListUsers',
      ]),
    ],
  ],
  ['IAMFullAccess', [allow(['iam:*', ...readOnlyOrganizations])]],
  [
    'IAMReadOnlyAccess',
    [
      allow([
        'iam:GenerateCredentialReport',
        'iam:GenerateServiceLastAccessedDetails',
        'iam:Get*',
        'iam:List*',
        'iam:SimulateCustomPolicy',
        'iam:SimulatePrincipalPolicy',
      ]),
    ],
  ],
  ['AWSDenyAll', [{ Sid: 'DenyAll', Effect: 'Deny', Action: ['*'], Resource: '*' }]],
]);

const policies: ReadonlyMap<string, Policy> = new Map(
  Array.from(statements, ([name, given]) => {
    const arn = `${PREFIX}${name}`;
    return [arn, parsePolicy({ Version: '2012-10-17', Statement: given }, { name: arn, kind: 'identity' })];
  }),
);

/** The managed policy of an ARN (`arn:aws:iam::aws:policy/AmazonS3FullAccess`); undefined for those of AWS's that are not known here. */
export function awsManagedPolicy(arn: string): Policy | undefined {
  return policies.get(arn);
}

/** All of them, for ListPolicies. */
export function awsManagedPolicies(): readonly Policy[] {
  return [...policies.values()];
}
