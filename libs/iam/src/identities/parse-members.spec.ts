import { policyLengths } from '../policy/policy-limits.js';
import { IdentitiesError } from './identities-error.js';
import type { Identities } from './identities.js';
import { parseIdentities } from './parse-identities.js';
import { ATTACHED_POLICIES_MAX } from './read-attachments.js';
import { GROUPS_MAX, MANAGED_POLICIES_MAX, PROVIDERS_MAX, ROLES_MAX } from './read-document.js';
import { INLINE_POLICIES_MAX } from './read-policies.js';
import { AUDIENCES_MAX } from './read-provider.js';
import { GROUPS_OF_USER_MAX } from './read-user.js';
import type { IdentitiesSource } from './reading.js';

const ACCOUNT = '000000000000';
const READ_ONLY = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
const allow = (action = 's3:GetObject', more: object = {}): object => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*', ...more }] });
const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }] };
const policy = (name: string, document: unknown = allow()): object => ({ name, document });
const role = (more: object = {}): object => ({ name: 'backup', trust, ...more });
const provider = (more: object = {}): object => ({ url: 'https://kubernetes.default.svc', audiences: ['sts.amazonaws.com'], ...more });
const account = (members: object): object => ({ accounts: [{ id: ACCOUNT, ...members }] });

function parse(...documents: object[]): Identities {
  return parseIdentities(documents.map((document, index) => ({ name: documents.length === 1 ? '' : `${String(index)}.yaml`, document })));
}

function mistakes(...documents: object[]): readonly string[] {
  try {
    parse(...documents);
  } catch (error) {
    if (error instanceof IdentitiesError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('parseIdentities reads', () => {
  const whole = account({
    policies: [policy('team-base')],
    users: [
      { name: 'alice', groups: ['readers'], tags: { team: 'blue' }, policies: [policy('own')], attachedPolicies: ['team-base', READ_ONLY], permissionsBoundary: 'team-base' },
    ],
    groups: [{ name: 'readers', policies: [policy('read')], attachedPolicies: [`arn:aws:iam::${ACCOUNT}:policy/team-base`] }],
    roles: [role({ policies: [policy('copy')], attachedPolicies: ['team-base'], permissionsBoundary: READ_ONLY, tags: { job: 'nightly' }, maxSessionSeconds: 7_200, description: 'Nightly copies' })],
    oidcProviders: [provider({ jwksFile: '/run/keys.json', caFile: '/run/ca.pem' })],
  });

  it('a user with all that hangs on it', () => {
    const alice = parse(whole).user(`arn:aws:iam::${ACCOUNT}:user/alice`);
    expect(alice?.policies.map(({ name }) => name)).toEqual(['own']);
    expect(alice?.attachedPolicies.map(({ name, arn, policy: { name: told } }) => [name, arn, told])).toEqual([
      ['team-base', `arn:aws:iam::${ACCOUNT}:policy/team-base`, `arn:aws:iam::${ACCOUNT}:policy/team-base`],
      ['AmazonS3ReadOnlyAccess', READ_ONLY, READ_ONLY],
    ]);
    expect(alice?.permissionsBoundary?.name).toBe('team-base');
    expect(alice?.groups.map(({ name, arn, attachedPolicies }) => [name, arn, attachedPolicies.length])).toEqual([['readers', `arn:aws:iam::${ACCOUNT}:group/readers`, 1]]);
  });

  it('a role, with an hour where it does not say how long', () => {
    const backup = parse(whole).role(`arn:aws:iam::${ACCOUNT}:role/backup`);
    expect(backup).toMatchObject({ name: 'backup', description: 'Nightly copies', maxSessionSeconds: 7_200, tags: new Map([['job', 'nightly']]), permissionsBoundary: { arn: READ_ONLY } });
    expect(backup?.principal.principalId).toMatch(/^AROA/);
    expect(backup?.trust.name).toBe(`trust policy of arn:aws:iam::${ACCOUNT}:role/backup`);
    expect(parse(account({ roles: [role()] })).role(`arn:aws:iam::${ACCOUNT}:role/backup`)).toMatchObject({ maxSessionSeconds: 3_600, description: '' });
  });

  it('a provider, with its keys from a file, a URL or discovery', () => {
    const read = (more: object) => parse(account({ oidcProviders: [provider(more)] })).provider('kubernetes.default.svc', ACCOUNT);
    expect(parse(whole).provider('kubernetes.default.svc', ACCOUNT)).toEqual({
      arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/kubernetes.default.svc`, accountId: ACCOUNT, url: 'https://kubernetes.default.svc', issuer: 'kubernetes.default.svc',
      audiences: ['sts.amazonaws.com'], keys: { from: 'file', file: '/run/keys.json' }, caFile: '/run/ca.pem',
    });
    expect(read({ jwksUri: 'https://10.0.0.1:6443/openid/v1/jwks' })?.keys).toEqual({ from: 'url', url: 'https://10.0.0.1:6443/openid/v1/jwks' });
    expect(read({})?.keys).toEqual({ from: 'discovery' });
    expect(parse(whole).provider('kubernetes.default.svc', '111111111111')).toBeUndefined();
  });

  it('an issuer with a port and a path', () => {
    const url = 'https://oidc.example.com:8443/realms/main';
    expect(parse(account({ oidcProviders: [provider({ url })] })).provider('oidc.example.com:8443/realms/main', ACCOUNT)?.url).toBe(url);
  });

  it('a policy document as JSON text too', () => {
    const text = JSON.stringify(allow());
    expect(parse(account({ policies: [policy('p', text)] })).account(ACCOUNT)?.policies.get('p')?.policy.text).toBe(text);
  });

  it('one account from several documents, which name what others hold, in any order', () => {
    const identities = parse(
      account({ users: [{ name: 'alice', groups: ['readers'], attachedPolicies: ['base'] }] }),
      account({ groups: [{ name: 'readers', attachedPolicies: ['base'] }] }),
      account({ policies: [policy('base')] }),
    );
    const alice = identities.user(`arn:aws:iam::${ACCOUNT}:user/alice`);
    expect([alice?.attachedPolicies[0]?.name, alice?.groups[0]?.attachedPolicies[0]?.name]).toEqual(['base', 'base']);
  });

  it('the same name in two accounts, and of a user, group, role and policy', () => {
    const all = { users: [{ name: 'x' }], groups: [{ name: 'x' }], roles: [role({ name: 'x' })], policies: [policy('x')] };
    expect(mistakes({ accounts: [{ id: ACCOUNT, ...all }, { id: '111111111111', ...all }] })).toEqual([]);
  });

  it('paths of providers as the caller makes them absolute', () => {
    const sources = [{ name: 'dir/a.yaml', document: account({ oidcProviders: [provider({ jwksFile: 'keys.json' })] }) }];
    const identities = parseIdentities(sources, { resolvePath: (file, source) => `${source}!${file}` });
    expect(identities.provider('kubernetes.default.svc', ACCOUNT)?.keys).toEqual({ from: 'file', file: 'dir/a.yaml!keys.json' });
  });
});

describe('parseIdentities refuses', () => {
  it.each<[string, object, string]>([
    ['a policy without a name', { policies: [{ document: allow() }] }, 'policies[0].name: is needed and not given'],
    ['a policy with a name of 129 characters', { policies: [policy('p'.repeat(129))] }, 'policies[0].name: must be 1 to 128 letters, digits or any of _+=,.@-'],
    ['a policy twice, in another case', { policies: [policy('p'), policy('P')] }, 'policies[1].name: is given twice'],
    ['a policy without a document', { policies: [{ name: 'p' }] }, 'policies[0].document: is needed and not given'],
    ['a policy document that is a number', { policies: [policy('p', 1)] }, 'policies[0].document: must be a policy document'],
    ['a policy document that is null', { policies: [policy('p', null)] }, 'policies[0].document: must be a policy document'],
    ['a policy document that is no JSON', { policies: [policy('p', '{')] }, 'policies[0].document: is not well-formed JSON'],
    ['a policy with a wrong effect', { policies: [policy('p', allow('s3:*', { Effect: 'Permit' }))] }, 'policies[0].document.Statement[0].Effect: must be Allow or Deny'],
    ['a version of a policy', { policies: [{ ...policy('p'), version: 1 }] }, 'policies[0].version: is not a known member'],
    ['an inline policy with a principal', { users: [{ name: 'a', policies: [policy('p', allow('s3:*', { Principal: '*' }))] }] }, 'users[0].policies[0].document.Statement[0].Principal: is not taken: the policy is about whom it hangs on'],
    ['an inline policy twice, in another case', { users: [{ name: 'a', policies: [policy('p'), policy('P')] }] }, 'users[0].policies[1].name: is given twice'],
    ['an attached policy that is not there', { users: [{ name: 'a', attachedPolicies: ['p'] }] }, 'users[0].attachedPolicies[0]: names no policy of the account'],
    ['an attached policy in another case', { policies: [policy('p')], users: [{ name: 'a', attachedPolicies: ['P'] }] }, 'users[0].attachedPolicies[0]: names no policy of the account'],
    ['an attached policy that AWS has not', { users: [{ name: 'a', attachedPolicies: ['arn:aws:iam::aws:policy/Nope'] }] }, "users[0].attachedPolicies[0]: names none of AWS's policies that are known here"],
    ['an attached policy of another account', { users: [{ name: 'a', attachedPolicies: ['arn:aws:iam::111111111111:policy/p'] }] }, 'users[0].attachedPolicies[0]: names a policy of another account'],
    ['an attached policy twice, by name and ARN', { policies: [policy('p')], groups: [{ name: 'g', attachedPolicies: ['p', `arn:aws:iam::${ACCOUNT}:policy/p`] }] }, 'groups[0].attachedPolicies[1]: is given twice'],
    ['an attachment that is an object', { groups: [{ name: 'g', attachedPolicies: [{}] }] }, 'groups[0].attachedPolicies[0]: must be text'],
    ['an attachment with a slash', { groups: [{ name: 'g', attachedPolicies: ['a/b'] }] }, "groups[0].attachedPolicies[0]: must be the name of a policy of the account, or a policy's ARN"],
    ['a boundary that is not there', { users: [{ name: 'a', permissionsBoundary: 'p' }] }, 'users[0].permissionsBoundary: names no policy of the account'],
    ['a boundary of a group, which IAM has not', { groups: [{ name: 'g', permissionsBoundary: READ_ONLY }] }, 'groups[0].permissionsBoundary: is not a known member'],
    ['a group that is not there', { users: [{ name: 'a', groups: ['g'] }] }, 'users[0].groups[0]: names no group of the account'],
    ['a group twice in a user', { groups: [{ name: 'g' }], users: [{ name: 'a', groups: ['g', 'g'] }] }, 'users[0].groups[1]: is given twice'],
    ['a group twice, in another case', { groups: [{ name: 'g' }, { name: 'G' }] }, 'groups[1].name: is given twice'],
    ['a role twice, in another case', { roles: [role(), role({ name: 'BACKUP' })] }, 'roles[1].name: is given twice'],
    ['a role with a name of 65 characters', { roles: [role({ name: 'r'.repeat(65) })] }, 'roles[0].name: must be 1 to 64 letters, digits or any of _+=,.@-'],
    ['a role that trusts nobody', { roles: [{ name: 'r' }] }, 'roles[0].trust: is needed and not given'],
    ['a role whose trust names no principal', { roles: [role({ trust: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole' }] } })] }, 'roles[0].trust.Statement[0].Principal: is needed and not given'],
    ['a role that lasts 3,599 seconds', { roles: [role({ maxSessionSeconds: 3_599 })] }, 'roles[0].maxSessionSeconds: must be a whole number from 3600 to 43200'],
    ['a role that lasts 43,201 seconds', { roles: [role({ maxSessionSeconds: 43_201 })] }, 'roles[0].maxSessionSeconds: must be a whole number from 3600 to 43200'],
    ['a role that lasts as long as a text says', { roles: [role({ maxSessionSeconds: '3600' })] }, 'roles[0].maxSessionSeconds: must be a whole number from 3600 to 43200'],
    ['a description of 1,001 characters', { roles: [role({ description: 'd'.repeat(1_001) })] }, 'roles[0].description: must be at most 1000 characters of Latin-1'],
    ['a provider over plain HTTP', { oidcProviders: [provider({ url: 'http://issuer' })] }, 'oidcProviders[0].url: must be an https URL of at most 255 characters without a query, fragment or credentials'],
    ['a provider with a query', { oidcProviders: [provider({ url: 'https://issuer/?a=b' })] }, 'oidcProviders[0].url: must be an https URL of at most 255 characters without a query, fragment or credentials'],
    ['a provider with credentials', { oidcProviders: [provider({ url: 'https://me:hidden@issuer' })] }, 'oidcProviders[0].url: must be an https URL of at most 255 characters without a query, fragment or credentials'],
    ['a provider of 256 characters', { oidcProviders: [provider({ url: `https://${'i'.repeat(248)}` })] }, 'oidcProviders[0].url: must be an https URL of at most 255 characters without a query, fragment or credentials'],
    ['a provider twice', { oidcProviders: [provider(), provider()] }, 'oidcProviders[1].url: is given twice'],
    ['a provider without audiences', { oidcProviders: [{ url: 'https://issuer' }] }, 'oidcProviders[0].audiences: is needed and not given'],
    ['a provider with no audience', { oidcProviders: [provider({ audiences: [] })] }, 'oidcProviders[0].audiences: must name one at least'],
    ['a provider with an audience twice', { oidcProviders: [provider({ audiences: ['a', 'a'] })] }, 'oidcProviders[0].audiences: names one of them twice'],
    ['an audience of 256 characters', { oidcProviders: [provider({ audiences: ['a'.repeat(256)] })] }, 'oidcProviders[0].audiences[0]: must be 1 to 255 printable ASCII characters without spaces'],
    ['keys from two places', { oidcProviders: [provider({ jwksFile: 'f', jwksUri: 'https://keys' })] }, 'oidcProviders[0]: has both jwksFile and jwksUri; keep one'],
    ['keys over plain HTTP', { oidcProviders: [provider({ jwksUri: 'http://keys' })] }, 'oidcProviders[0].jwksUri: must be an https URL of at most 255 characters without a query, fragment or credentials'],
    ['a path with a NUL', { oidcProviders: [provider({ caFile: 'a\0b' })] }, 'oidcProviders[0].caFile: must be a path'],
  ])('%s', (_, members, mistake) => {
    expect(mistakes(account(members))).toEqual([`accounts[0].${mistake}`]);
  });

  it('every mistake of every document at once, those of policies and of names among them', () => {
    expect(
      mistakes(
        account({ users: [{ name: 'a', groups: ['g'], policies: [policy('p', allow('s3:*', { Effect: 'no', Sid: '!' }))] }] }),
        account({ roles: [role({ attachedPolicies: ['gone'], permissionsBoundary: 'gone' })], policies: [policy('q', '{')] }),
      ),
    ).toEqual([
      '0.yaml: accounts[0].users[0].policies[0].document.Statement[0].Sid: must be letters and digits',
      '0.yaml: accounts[0].users[0].policies[0].document.Statement[0].Effect: must be Allow or Deny',
      '0.yaml: accounts[0].users[0].groups[0]: names no group of the account',
      '1.yaml: accounts[0].policies[0].document: is not well-formed JSON',
      '1.yaml: accounts[0].roles[0].attachedPolicies[0]: names no policy of the account',
      '1.yaml: accounts[0].roles[0].permissionsBoundary: names no policy of the account',
    ]);
  });

  it('a name that another document has', () => {
    expect(mistakes(account({ roles: [role()] }), account({ roles: [role()] }))).toEqual(['1.yaml: accounts[0].roles[0].name: is given twice']);
  });
});

describe('parseIdentities takes its limits and not one more', () => {
  const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
  const names = (count: number): string[] => range(count).map((n) => `n${String(n)}`);
  const policiesOf = (count: number): object[] => names(count).map((name) => policy(name));

  it.each<[string, number, (count: number) => object]>([
    ['groups', GROUPS_MAX, (count) => ({ groups: names(count).map((name) => ({ name })) })],
    ['roles', ROLES_MAX, (count) => ({ roles: names(count).map((name) => role({ name })) })],
    ['managed policies', MANAGED_POLICIES_MAX, (count) => ({ policies: policiesOf(count) })],
    ['providers', PROVIDERS_MAX, (count) => ({ oidcProviders: names(count).map((name) => provider({ url: `https://${name}` })) })],
    ['audiences', AUDIENCES_MAX, (count) => ({ oidcProviders: [provider({ audiences: names(count) })] })],
    ['groups of a user', GROUPS_OF_USER_MAX, (count) => ({ users: [{ name: 'a', groups: names(count) }], groups: names(count).map((name) => ({ name })) })],
    ['attached policies', ATTACHED_POLICIES_MAX, (count) => ({ users: [{ name: 'a', attachedPolicies: names(count) }], policies: policiesOf(count) })],
  ])('%s: %i', (_, most, make) => {
    expect(mistakes(account(make(most)))).toEqual([]);
    expect(mistakes(account(make(most + 1)))).toEqual([expect.stringContaining(`at most ${String(most)} are taken`)]);
  });

  it('inline policies, whose length is the closer limit', () => {
    const many = (count: number) => mistakes(account({ roles: [role({ policies: policiesOf(count) })] }));
    expect(many(INLINE_POLICIES_MAX)).toEqual(['accounts[0].roles[0].policies: are longer than 10240 bytes together']);
    expect(many(INLINE_POLICIES_MAX + 1)).toEqual([`accounts[0].roles[0].policies: has ${String(INLINE_POLICIES_MAX + 1)} entries; at most ${String(INLINE_POLICIES_MAX)} are taken`]);
  });

  /** A policy of so many characters without white space, and with some, in resources none of which is too long for itself. */
  function policyOf(length: number): string {
    const full = `arn:aws:s3:::${'b'.repeat(1_500)}`;
    const textOf = (...resources: readonly string[]): string => JSON.stringify(allow('s3:*', { Resource: resources }));
    const fulls = Array.from<string>({ length: Math.floor((length - textOf().length) / (full.length + 3)) }).fill(full);
    const missing = length - textOf(...fulls, 'arn:aws:s3:::').length;
    return textOf(...fulls, `arn:aws:s3:::${'b'.repeat(missing)}`).replaceAll(',', ', ');
  }
  const split = (length: number): object[] => [policy('one', policyOf(length - 1_000)), policy('two', policyOf(1_000))];

  it.each<[string, number, (length: number) => object]>([
    ['a managed policy', policyLengths.managed, (length) => ({ policies: [policy('p', policyOf(length))] })],
    ['the inline policies of a user', policyLengths.user, (length) => ({ users: [{ name: 'a', policies: split(length) }] })],
    ['the inline policies of a group', policyLengths.group, (length) => ({ groups: [{ name: 'a', policies: split(length) }] })],
    ['the inline policies of a role', policyLengths.role, (length) => ({ roles: [role({ policies: split(length) })] })],
  ])('%s: %i characters without white space', (_, most, make) => {
    expect(mistakes(account(make(most)))).toEqual([]);
    expect(mistakes(account(make(most + 1)))).toEqual([expect.stringMatching(new RegExp(`(is|are) longer than ${String(most)} bytes`))]);
  });

  it('a maximum session of 3,600 and of 43,200 seconds, and a description of 1,000 characters', () => {
    for (const maxSessionSeconds of [3_600, 43_200]) expect(mistakes(account({ roles: [role({ maxSessionSeconds, description: 'd'.repeat(1_000) })] }))).toEqual([]);
  });
});

describe('a document that gives way', () => {
  const files: IdentitiesSource = { name: 'a.yaml', document: account({ policies: [policy('base')], groups: [{ name: 'readers' }], users: [{ name: 'alice', accessKeys: [{ id: 'AKIAALICE0000000000A', secret: 'secret-of-sixteen-or-more' }] }] }) };
  const yielding = (members: object): IdentitiesSource => ({ name: 'api', yields: true, document: account(members) });

  it.each([['AIDA2222222222222222', 'a character too few'], ['AROA22222222222222222', 'of a role'], ['AIDA22222222222222220', 'one too many'], ['aida22222222222222222', 'in lower case']])('has no user with the id %s, %s', (id) => {
    expect(() => parseIdentities([yielding({ users: [{ name: 'carol', id }] })])).toThrow('api: accounts[0].users[0].id: must be AIDA and 17 letters or digits of base32');
  });

  it('alone may name unique ids', () => {
    const id = 'AIDA22222222222222222';
    expect(() => parseIdentities([{ ...yielding({ users: [{ name: 'carol', id }] }), yields: false }])).toThrow('api: accounts[0].users[0].id: is not a known member');
    expect(() => parseIdentities([{ ...yielding({ roles: [{ name: 'r', trust: {}, id }] }), yields: false }])).toThrow('accounts[0].roles[0].id: is not a known member');
  });
  const arnOf = (what: string): string => `arn:aws:iam::${ACCOUNT}:${what}`;

  it('adds what does not clash, and may name what the files hold', () => {
    const identities = parseIdentities([yielding({ users: [{ name: 'bob', groups: ['readers'], attachedPolicies: ['base'] }] }), files]);
    expect(identities.user(arnOf('user/bob'))?.groups).toHaveLength(1);
    expect(identities.leftOut).toEqual([]);
  });

  it('leaves out what bears a name that the files have, wherever it is read', () => {
    const identities = parseIdentities([yielding({ users: [{ name: 'ALICE', policies: [policy('all', allow('*'))] }, { name: 'bob' }] }), files]);
    expect(identities.leftOut).toEqual([`api: ${arnOf('user/ALICE')} is left out: its name is taken in a.yaml`]);
    expect(identities.user(arnOf('user/alice'))?.policies).toEqual([]);
    expect([identities.user(arnOf('user/ALICE')), identities.user(arnOf('user/bob'))?.name]).toEqual([undefined, 'bob']);
  });

  it('is told from what stands by itself', () => {
    const identities = parseIdentities([yielding({ users: [{ name: 'ALICE' }, { name: 'bob' }], roles: [role({})] }), files]);
    expect(['user/ALICE', 'user/alice', 'group/readers', 'policy/base', 'user/bob', 'role/r', 'user/nobody'].map((what) => identities.isDeclared(arnOf(what)))).toEqual([true, true, true, true, false, false, false]);
  });

  it('leaves out an access key whose id the files have, and keeps its owner', () => {
    const identities = parseIdentities([files, yielding({ users: [{ name: 'bob', accessKeys: [{ id: 'AKIAALICE0000000000A', secret: 'another-secret-of-sixteen' }] }] })]);
    expect(identities.leftOut).toEqual([`api: access key AKIAALICE0000000000A of ${arnOf('user/bob')} is left out: it belongs to ${arnOf('user/alice')}`]);
    expect(identities.find('AKIAALICE0000000000A')?.principal.userName).toBe('alice');
    expect(identities.user(arnOf('user/bob'))?.accessKeys).toEqual([]);
  });

  it('leaves out, whole, what names something that is not there', () => {
    const identities = parseIdentities([files, yielding({ groups: [{ name: 'g', attachedPolicies: ['gone'] }], users: [{ name: 'bob', groups: ['g'], policies: [policy('all', allow('*'))] }] })]);
    expect(identities.leftOut).toEqual([
      `api: ${arnOf('group/g')} is left out: accounts[0].groups[0].attachedPolicies[0] names no policy of the account`,
      `api: ${arnOf('user/bob')} is left out: accounts[0].users[0].groups[0] names no group of the account`,
    ]);
    expect(identities.user(arnOf('user/bob'))).toBeUndefined();
  });

  it('is named by no document that stands by itself', () => {
    const leaning = { name: 'b.yaml', document: account({ users: [{ name: 'bob', groups: ['g'], attachedPolicies: ['p'] }] }) };
    expect(() => parseIdentities([leaning, yielding({ groups: [{ name: 'g' }], policies: [policy('p')] })])).toThrow(
      'b.yaml: accounts[0].users[0].groups[0]: names no group of the account\nb.yaml: accounts[0].users[0].attachedPolicies[0]: names no policy of the account',
    );
  });

  it('is refused whole for a mistake of its own', () => {
    expect(() => parseIdentities([files, yielding({ users: [{ name: 'bob' }, { name: 'BOB' }] })])).toThrow('api: accounts[0].users[1].name: is given twice');
    expect(() => parseIdentities([files, yielding({ users: [{ name: 'b b' }] })])).toThrow('api: accounts[0].users[0].name: must be');
  });
});
