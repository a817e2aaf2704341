import { decide, firstOf, globalConditionKeys, parsePolicy, userPrincipal, type AccessRequest, type Caller, type Standing } from '@coffer/iam';

import type { Micro } from './measured.js';

const ACCOUNT_ID = '000000000000';
const BUCKETS = 7;

type Document = Readonly<Record<string, unknown>>;

/** Nine statements that name buckets one by one, as grown policies do: exact ARNs and prefixes, exact actions and wildcards. */
const teams: readonly Document[] = Array.from({ length: BUCKETS + 2 }, (_, index) => ({
  Sid: `Team${index}`,
  Effect: 'Allow',
  Action: index % 2 === 0 ? ['s3:GetObject', 's3:PutObject'] : 's3:*Object',
  Resource: [`arn:aws:s3:::team-${index}`, `arn:aws:s3:::team-${index}/*`],
}));

/** Six with wildcards in the middle and actions of other kinds, one of which asks for the caller's tag. */
const shared: readonly Document[] = [
  { Effect: 'Allow', Action: 's3:List*', Resource: '*' },
  { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::shared-*/public/*.txt' },
  { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: `arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/*` },
  { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } },
  { Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' },
  { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::home/${aws:username}/*' },
];

/** Five that keep the caller in bounds, and at the end the one that allows what is asked. */
const bounds: readonly Document[] = [
  { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::*', Condition: { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '127.0.0.0/8'] } } },
  { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' },
  { Effect: 'Deny', Action: 's3:*', Resource: ['arn:aws:s3:::audit', 'arn:aws:s3:::audit/*'] },
  { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::bench/*' },
  { Sid: 'Asked', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bench/*' },
];

/** Twenty statements in three policies, two of them with conditions, as the identities document and the evaluator take them. */
export const samplePolicies = Object.entries({ teams, shared, bounds }).map(([name, Statement]) => ({ name, document: { Version: '2012-10-17', Statement } }));

/** What a user with the sample policies stands on. */
export function sampleStanding(): Standing {
  const identity = samplePolicies.map(({ name, document }) => parsePolicy(document, { name, kind: 'identity' }));
  return { isRoot: false, identity, tags: new Map([['team', 'blue']]) };
}

export function sampleCaller(): Caller {
  return { ...userPrincipal(ACCOUNT_ID, 'bench'), accessKeyId: 'AKIABENCH00000000000', sourceIp: '127.0.0.1', userAgent: 'bench', secureTransport: true };
}

/** What a service asks for each GET, its condition keys made anew. */
export function sampleRequest(caller: Caller, standing: Standing, now: Date): AccessRequest {
  const own = (name: string): string | undefined => (name === 's3:signatureversion' ? 'AWS4-HMAC-SHA256' : undefined);
  return {
    caller,
    standing,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bench/put-0000000',
    resourceAccount: ACCOUNT_ID,
    delegation: 'implied',
    context: firstOf(own, globalConditionKeys(caller, standing, now)),
  };
}

/** Deciding a GET that the last of the statements allows, so that every other is looked at. */
export function decisionMicros(): Micro[] {
  const standing = sampleStanding();
  const caller = sampleCaller();
  const now = new Date();
  return [{ name: 'decide for a caller with 20 statements', operation: () => decide(sampleRequest(caller, standing, now)) }];
}
