import { parsePolicy, type Caller, type Policy, type Standing } from '@coffer/iam';

import { isUndeniedOwner, refusal, type GuardedBucket } from './authorize.js';
import { compileBucketPolicy } from './bucket-policy.js';
import { EVERYTHING_BLOCKED } from './public-access-block.js';

const OWNER = '111111111111';
const OTHER = '222222222222';
const ARN = 'arn:aws:s3:::notes';
const OBJECT = `${ARN}/a`;
const from = { accessKeyId: 'AKIA', sourceIp: '203.0.113.7', userAgent: 'spec', secureTransport: true };
const user = (name: string, accountId = OWNER): Caller => ({ type: 'User', arn: `arn:aws:iam::${accountId}:user/${name}`, accountId, principalId: `AIDA${name}`, userName: name, ...from });
const root = (accountId = OWNER): Caller => ({ type: 'Root', arn: `arn:aws:iam::${accountId}:root`, accountId, principalId: accountId, ...from });
const nobody: Caller = { type: 'Anonymous', arn: 'anonymous', accountId: 'anonymous', principalId: 'anonymous', ...from, accessKeyId: '' };
const alice = user('alice');
const stranger = user('carol', OTHER);

const identity = (effect: string, action: string | string[], resource = '*'): Policy => parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: action, Resource: resource }] }, { name: 'own', kind: 'identity' });
const standing = (...policies: Policy[]): Standing => ({ isRoot: false, identity: policies, tags: new Map() });
const ROOT: Standing = { isRoot: true, identity: [], tags: new Map() };
const READS = standing(identity('Allow', 's3:GetObject', `${ARN}/*`));

function bucket(statements?: readonly object[], block?: GuardedBucket['publicAccessBlock']): GuardedBucket {
  const policy = statements && compileBucketPolicy('notes', JSON.stringify({ Version: '2012-10-17', Statement: statements.map((one) => ({ Resource: `${ARN}/*`, Action: 's3:GetObject', ...one })) }));
  return { ownerAccountId: OWNER, policy, publicAccessBlock: block };
}
const allow = (principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal: principal, ...more });
const deny = (principal: unknown, more: object = {}) => ({ Effect: 'Deny', Principal: principal, ...more });
const named = (caller: Caller) => ({ AWS: caller.arn });

/** `may`, or the message of the refusal, which is always AccessDenied. */
function ask(caller: Caller, own: Standing, on: GuardedBucket | undefined, action = 's3:GetObject', resource = OBJECT): string {
  const refused = refusal({ caller, standing: own, action, resource, bucket: on, context: () => undefined });
  if (refused !== undefined) expect(refused.code).toBe('AccessDenied');
  return refused === undefined ? 'may' : refused.message;
}

const sentence = (caller: Caller, why: string, action = 's3:GetObject', resource = OBJECT) => `User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" ${why}`;
const UNSAID = 'because no identity-based policy allows the s3:GetObject action';
const PLAIN = 'Access Denied';

describe('refusal', () => {
  it.each<[string, Caller, Standing, GuardedBucket, string]>([
    ['a user without policies', alice, standing(), bucket(), sentence(alice, UNSAID)],
    ['a user whose policy allows it', alice, READS, bucket(), 'may'],
    ['a user whose policy denies it', alice, standing(identity('Allow', '*'), identity('Deny', 's3:*')), bucket(), sentence(alice, 'with an explicit deny in an identity-based policy')],
    ['a user whom the bucket names', alice, standing(), bucket([allow(named(alice))]), 'may'],
    ['a user whose account alone the bucket names', alice, standing(), bucket([allow({ AWS: OWNER })]), sentence(alice, UNSAID)],
    ['everyone, a user among them', alice, standing(), bucket([allow('*')]), 'may'],
    ['a user whom the bucket denies', alice, READS, bucket([deny(named(alice))]), sentence(alice, 'with an explicit deny in a resource-based policy')],
    ['the root of the account', root(), ROOT, bucket(), 'may'],
    ['the root whom the bucket denies', root(), ROOT, bucket([deny('*')]), sentence(root(), 'with an explicit deny in a resource-based policy')],
    ['another account, though its policy allows it', stranger, READS, bucket(), PLAIN],
    ['another account whom the bucket names, without a policy of its own', stranger, standing(), bucket([allow(named(stranger))]), PLAIN],
    ['another account, by both', stranger, READS, bucket([allow(named(stranger))]), 'may'],
    ['another account as a whole, by both', stranger, READS, bucket([allow({ AWS: OTHER })]), 'may'],
    ["another account's root, by the bucket", root(OTHER), ROOT, bucket([allow({ AWS: OTHER })]), 'may'],
    ["another account's root, without the bucket", root(OTHER), ROOT, bucket(), PLAIN],
    ['nobody', nobody, standing(), bucket(), PLAIN],
    ['nobody, by the bucket', nobody, standing(), bucket([allow('*')]), 'may'],
    ['nobody, where the bucket names a user', nobody, standing(), bucket([allow(named(alice))]), PLAIN],
    ['nobody, where a deny is beside', nobody, standing(), bucket([allow('*'), deny('*', { Resource: OBJECT })]), PLAIN],
  ])('answers %s', (_, caller, own, on, answer) => {
    expect(ask(caller, own, on)).toBe(answer);
  });

  it('keeps a user within its boundary', () => {
    const bounded = { ...standing(identity('Allow', 's3:*')), boundary: identity('Allow', 's3:ListBucket') };
    expect(ask(alice, bounded, bucket())).toBe(sentence(alice, 'because no permissions boundary allows the s3:GetObject action'));
  });

  it('keeps a session within its policies', () => {
    const session = { ...standing(identity('Allow', 's3:*')), session: [identity('Allow', 's3:ListBucket')] };
    expect(ask(alice, session, bucket())).toBe(sentence(alice, 'because no session policy allows the s3:GetObject action'));
  });

  it('asks about the own account where there is no bucket yet', () => {
    const creates = standing(identity('Allow', 's3:CreateBucket'));
    expect(ask(alice, creates, undefined, 's3:CreateBucket', ARN)).toBe('may');
    expect(ask(alice, standing(), undefined, 's3:CreateBucket', ARN)).toBe(sentence(alice, 'because no identity-based policy allows the s3:CreateBucket action', 's3:CreateBucket', ARN));
    expect(ask(nobody, standing(), undefined, 's3:CreateBucket', ARN)).toBe(PLAIN);
  });
});

describe('RestrictPublicBuckets', () => {
  const open = [allow('*'), allow(named(stranger))];
  it.each<[string, Caller, Standing, string]>([
    ['nobody', nobody, standing(), PLAIN],
    ['another account, even by name', stranger, READS, PLAIN],
    ['a user of the account', alice, standing(), 'may'],
    ['the root', root(), ROOT, 'may'],
  ])('of a bucket with a public policy keeps out, or not: %s', (_, caller, own, answer) => {
    expect(ask(caller, own, bucket(open, EVERYTHING_BLOCKED))).toBe(answer);
    expect(ask(caller, own, bucket(open, { ...EVERYTHING_BLOCKED, restrictPublicBuckets: false }))).toBe('may');
    expect(ask(caller, own, bucket(open))).toBe('may');
  });

  it('does nothing to a policy that is not public', () => {
    expect(ask(stranger, READS, bucket([allow(named(stranger))], EVERYTHING_BLOCKED))).toBe('may');
  });
});

describe("a bucket's policy that denies everybody", () => {
  const locked = bucket([deny('*', { Action: 's3:*', Resource: [ARN, `${ARN}/*`] })]);

  it.each(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'])("leaves %s to the account's root, and to nobody else", (action) => {
    expect(ask(root(), ROOT, locked, action, ARN)).toBe('may');
    expect(ask(alice, standing(identity('Allow', '*')), locked, action, ARN)).toBe(sentence(alice, 'with an explicit deny in a resource-based policy', action, ARN));
    expect(ask(root(OTHER), ROOT, locked, action, ARN)).toBe(PLAIN);
  });

  it.each(['s3:ListBucket', 's3:DeleteBucket', 's3:PutBucketPublicAccessBlock'])('keeps the root from %s', (action) => {
    expect(ask(root(), ROOT, locked, action, ARN)).toBe(sentence(root(), 'with an explicit deny in a resource-based policy', action, ARN));
  });

  it("leaves nothing to a session of the root that was given less than all", () => {
    const session = { policies: ['{}'] } as unknown as NonNullable<Caller['session']>;
    expect(ask({ ...root(), session }, { ...ROOT, session: [] }, locked, 's3:GetBucketPolicy', ARN)).not.toBe('may');
  });
});

describe('isUndeniedOwner', () => {
  const session = { policies: [] } as unknown as NonNullable<Caller['session']>;
  it.each<[string, Caller, GuardedBucket, boolean]>([
    ["the account's root, without a policy", root(), bucket(), true],
    ["the account's root, with one", root(), bucket([allow('*')]), false],
    ["another account's root", root(OTHER), bucket(), false],
    ['a user', alice, bucket(), false],
    ["a session of the account's root", { ...root(), session }, bucket(), false],
    ['nobody', nobody, bucket(), false],
  ])('is told of %s', (_, caller, on, answer) => {
    expect(isUndeniedOwner(caller, on)).toBe(answer);
  });
});
