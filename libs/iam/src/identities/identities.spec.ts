import { AccessKey } from '../access-key.js';
import type { Caller, Principal, Session } from '../caller.js';
import { decide } from '../evaluation/decide.js';
import { parsePolicy } from '../policy/parse-policy.js';
import { rolePrincipal, rootPrincipal, userPrincipal } from '../principal.js';
import type { Identities } from './identities.js';
import { parseIdentities } from './parse-identities.js';

const ACCOUNT = '000000000000';
const SECRET = 'secret-of-sixteen-or-more';
const document = (...actions: string[]): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }] };
const alice = {
  name: 'alice',
  accessKeys: [{ id: 'AKIAALICE0000000000A', secret: SECRET }, { id: 'AKIAALICE0000000000B', secret: SECRET, status: 'inactive' }],
  groups: ['readers'],
  tags: { team: 'blue', Cost: '1' },
  policies: [{ name: 'own', document: document('s3:PutObject') }],
  attachedPolicies: ['base'],
  permissionsBoundary: 'base',
};
const backup = { name: 'backup', trust, policies: [{ name: 'copy', document: document('s3:*') }], tags: { job: 'nightly' } };

function identitiesOf(...users: object[]): Identities {
  const account = {
    id: ACCOUNT, users, roles: [backup],
    groups: [{ name: 'readers', policies: [{ name: 'read', document: document('s3:GetObject') }], attachedPolicies: ['base'] }],
    policies: [{ name: 'base', document: document('s3:ListBucket') }],
  };
  return parseIdentities([{ name: '', document: { accounts: [account] } }], { root: { accountId: ACCOUNT, accessKey: new AccessKey('AKIAROOT000000000000', SECRET) } });
}

const call = (principal: Principal, session?: Session): Caller => ({ ...principal, accessKeyId: '', sourceIp: '203.0.113.7', userAgent: 'suite', secureTransport: true, ...(session && { session }) });

const session = (issuer: Session['issuer'], more: Partial<Session> = {}): Session => ({
  issuer, issuedAt: new Date(0), expiresAt: new Date(3_600_000), policies: [], tags: new Map(), transitiveTagKeys: [], ...more,
});

const asRole = (more: Partial<Session> = {}, name = 'backup'): Caller =>
  call(
    { type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/night`, accountId: ACCOUNT, principalId: `${rolePrincipal(ACCOUNT, name).principalId}:night` },
    session(rolePrincipal(ACCOUNT, name), more),
  );

const names = (identities: Identities, caller: Caller): readonly string[] => identities.standingOf(caller).identity.map(({ name }) => name);
const NOTHING = { isRoot: false, identity: [], tags: new Map() };
const GONE = { ...NOTHING, isGone: true };

describe('Identities finds', () => {
  const identities = identitiesOf(alice);

  it('the owner of an active access key, and not of one that is inactive', () => {
    expect(identities.find('AKIAALICE0000000000A')?.principal.userName).toBe('alice');
    expect(identities.find('AKIAALICE0000000000B')).toBeUndefined();
    expect(identities.accessKeyOf('AKIAALICE0000000000B')).toMatchObject({ active: false, principal: { userName: 'alice' } });
    expect(identities.accessKeyOf('AKIANOBODY0000000000')).toBeUndefined();
  });

  it('users, roles and accounts', () => {
    expect(identities.user(userPrincipal(ACCOUNT, 'alice').arn)?.accessKeys).toHaveLength(2);
    expect(identities.role(rolePrincipal(ACCOUNT, 'backup').arn)?.name).toBe('backup');
    expect(identities.account(ACCOUNT)?.groups.get('readers')?.policies).toHaveLength(1);
    expect([identities.user('x'), identities.role('x'), identities.account('x'), identities.provider('x', ACCOUNT)]).toEqual([undefined, undefined, undefined, undefined]);
    expect([identities.size, identities.userCount, identities.roleCount]).toEqual([3, 1, 1]);
  });

  it('somebody where there is an access key, be it inactive, or an issuer of web identities', () => {
    const only = (members: object) => parseIdentities([{ name: '', document: { accounts: [{ id: ACCOUNT, ...members }] } }]);
    expect(only({ users: [{ name: 'a', accessKeys: [{ id: 'AKIAALICE0000000000A', secret: SECRET, status: 'inactive' }] }] }).hasAnybody).toBe(true);
    expect(only({ users: [{ name: 'a' }], roles: [backup] }).hasAnybody).toBe(false);
    expect(only({ oidcProviders: [{ url: 'https://issuer', audiences: ['a'] }] }).hasAnybody).toBe(true);
  });
});

describe('Sessions of a name that was given again', () => {
  const ids = { user: 'AIDA22222222222222222', role: 'AROA22222222222222222' };
  const made = { name: 'api', yields: true, document: { accounts: [{ id: ACCOUNT, users: [{ name: 'bob', id: ids.user, policies: alice.policies }], roles: [{ ...backup, id: ids.role }] }] } };
  const identities = parseIdentities([made]);
  const { userName: _, ...role } = rolePrincipal(ACCOUNT, 'backup', ids.role);
  const ofUser = (id?: string): Caller => call(userPrincipal(ACCOUNT, 'bob', id), session({ ...userPrincipal(ACCOUNT, 'bob', id), type: 'User', userName: 'bob' }));
  const ofRole = (id?: string): Caller => ({ ...asRole(), session: session(rolePrincipal(ACCOUNT, 'backup', id)) });

  it('stand on the user or role that they were given for', () => {
    expect(identities.user(userPrincipal(ACCOUNT, 'bob').arn)?.principal).toEqual(userPrincipal(ACCOUNT, 'bob', ids.user));
    expect(identities.role(role.arn)?.principal).toMatchObject(role);
    expect([names(identities, ofUser(ids.user)), names(identities, ofRole(ids.role))]).toEqual([['own'], ['copy']]);
  });

  it('stand on nothing when another has the name', () => {
    for (const caller of [ofUser(), ofRole(), ofUser('AIDA33333333333333333'), ofRole('AROA33333333333333333')]) expect(identities.standingOf(caller)).toEqual(GONE);
  });
});

describe('Identities.standingOf', () => {
  const identities = identitiesOf(alice);
  const user = call(userPrincipal(ACCOUNT, 'alice'));

  it("gives a user its own, attached and groups' policies, its boundary and tags", () => {
    expect(names(identities, user)).toEqual(['own', `arn:aws:iam::${ACCOUNT}:policy/base`, 'read', `arn:aws:iam::${ACCOUNT}:policy/base`]);
    expect(identities.standingOf(user)).toMatchObject({ isRoot: false, boundary: { name: `arn:aws:iam::${ACCOUNT}:policy/base` }, tags: new Map([['team', 'blue'], ['Cost', '1']]) });
    expect(identities.standingOf(user)).not.toHaveProperty('session');
  });

  it('lets the root be the root, of an account that no document names too', () => {
    expect(identities.standingOf(call(rootPrincipal(ACCOUNT))).isRoot).toBe(true);
    expect(identities.standingOf(call(rootPrincipal('111111111111'))).isRoot).toBe(true);
  });

  it.each<[string, Caller]>([
    ['a service', call({ type: 'Service', arn: 's3.amazonaws.com', accountId: ACCOUNT, principalId: 's3.amazonaws.com' })],
    ['whoever did not sign', call({ type: 'Anonymous', arn: 'anonymous', accountId: 'anonymous', principalId: 'anonymous' })],
    ['an anonymous caller with the ARN of a user', call({ ...userPrincipal(ACCOUNT, 'alice'), type: 'Anonymous' })],
  ])('gives nothing to %s', (_, caller) => {
    expect(identities.standingOf(caller)).toEqual(NOTHING);
  });

  it.each<[string, Caller]>([
    ['a user that nobody knows', call(userPrincipal(ACCOUNT, 'mallory'))],
    ['a user of that name in another account', call(userPrincipal('111111111111', 'alice'))],
    ['a user in another case', call(userPrincipal(ACCOUNT, 'Alice'))],
    ['an assumed role without its session', call({ type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/backup/night`, accountId: ACCOUNT, principalId: 'AROA' })],
    ['a session of a role that is gone', asRole({}, 'gone')],
    ['a session of a role that is gone, with a policy and tags', asRole({ policies: [JSON.stringify(document('*'))], tags: new Map([['a', 'b']]) }, 'gone')],
    ['a session of a user that is gone', call(userPrincipal(ACCOUNT, 'gone'), session({ ...userPrincipal(ACCOUNT, 'gone'), type: 'User', userName: 'gone' }))],
    ['a session of a user that another user issued', call(userPrincipal(ACCOUNT, 'alice'), session({ ...userPrincipal(ACCOUNT, 'bob'), type: 'User', userName: 'bob' }))],
    ['an assumed role that a user issued', { ...asRole(), session: session({ ...userPrincipal(ACCOUNT, 'alice'), type: 'User', userName: 'alice' }) }],
  ])('knows that it does not know %s, whom no policy that names everybody lets in', (_, caller) => {
    const standing = identities.standingOf(caller);
    expect(standing).toEqual(GONE);
    const names = { AWS: [caller.arn, caller.session?.issuer.arn ?? '*', ACCOUNT, '*'] };
    const resourcePolicy = parsePolicy({ Statement: { Effect: 'Allow', Principal: names, Action: '*', Resource: '*' } }, { name: 'bucket', kind: 'resource' });
    const asked = { caller, standing, action: 's3:GetObject', resource: 'arn:aws:s3:::notes/a', resourcePolicy, grant: () => 'grant', context: () => undefined } as const;
    for (const delegation of ['implied', 'by resource policy'] as const) {
      expect(decide({ ...asked, resourceAccount: ACCOUNT, delegation })).toEqual({ allowed: false, by: 'absence', missing: 'identity-based policy' });
    }
  });

  it("gives a role's session the role's policies, and its tags with the session's in front", () => {
    const caller = asRole({ tags: new Map([['JOB', 'daily'], ['by', 'alice']]) });
    expect(names(identities, caller)).toEqual(['copy']);
    expect(identities.standingOf(caller).tags).toEqual(new Map([['JOB', 'daily'], ['by', 'alice']]));
    expect(identities.standingOf(asRole()).tags).toEqual(new Map([['job', 'nightly']]));
  });

  it('limits a session by its policies', () => {
    const caller = asRole({ policies: [JSON.stringify(document('s3:GetObject'))] });
    const standing = identities.standingOf(caller);
    expect(standing.session?.map(({ name }) => name)).toEqual(['session policy']);
    const may = (action: string): boolean =>
      decide({ caller, standing, action, resource: 'arn:aws:s3:::notes/a', resourceAccount: ACCOUNT, delegation: 'implied', context: () => undefined }).allowed;
    expect([may('s3:GetObject'), may('s3:PutObject')]).toEqual([true, false]);
  });

  it('denies a session everything when its policies cannot be read', () => {
    expect(identities.standingOf(asRole({ policies: [JSON.stringify(document('s3:*')), '{'] })).session).toEqual([]);
  });

  it("gives a session of a user the user's standing, and one of the root the root's", () => {
    const { arn, accountId, principalId } = rootPrincipal(ACCOUNT);
    const ofUser = call(userPrincipal(ACCOUNT, 'alice'), session({ ...userPrincipal(ACCOUNT, 'alice'), type: 'User', userName: 'alice' }));
    const ofRoot = call(rootPrincipal(ACCOUNT), session({ type: 'Root', arn, accountId, principalId, userName: 'root' }));
    expect(identities.standingOf(ofUser)).toEqual(identities.standingOf(user));
    expect(identities.standingOf(ofRoot).isRoot).toBe(true);
  });

  it('gives the same object for the same user and the same session, and another for another', () => {
    const caller = asRole();
    expect(identities.standingOf(user)).toBe(identities.standingOf(call(userPrincipal(ACCOUNT, 'alice'))));
    expect(identities.standingOf(caller)).toBe(identities.standingOf({ ...caller, sourceIp: '203.0.113.8' }));
    expect(identities.standingOf(caller)).not.toBe(identities.standingOf(asRole()));
    expect(identitiesOf(alice).standingOf(user)).not.toBe(identities.standingOf(user));
  });

  it('takes a policy from a user when the next snapshot has it no more', () => {
    expect(names(identitiesOf({ name: 'alice' }), user)).toEqual([]);
    expect(names(identitiesOf(), user)).toEqual([]);
  });
});
