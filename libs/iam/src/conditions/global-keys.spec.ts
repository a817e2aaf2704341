import type { Caller, Session } from '../caller.js';
import type { Standing } from '../evaluation/access-request.js';
import { rootPrincipal, userPrincipal } from '../principal.js';
import { globalConditionKeys, type GlobalRequest } from './global-keys.js';

const ACCOUNT = '111122223333';
const now = new Date('2026-01-02T03:04:05.678Z');
const request = { sourceIp: '203.0.113.7', userAgent: 'aws-cli/2', secureTransport: true, accessKeyId: 'AKIASUITE0000000000A' };
const alice: Caller = { ...userPrincipal(ACCOUNT, 'alice'), ...request };
const root: Caller = { ...rootPrincipal(ACCOUNT), ...request };
const session: Session = {
  issuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/jobs/backup`, accountId: ACCOUNT, principalId: 'AROAEXAMPLE', userName: 'backup' },
  issuedAt: new Date('2026-01-02T03:00:00Z'),
  expiresAt: new Date('2026-01-02T04:00:00Z'),
  policies: [],
  tags: new Map(),
  transitiveTagKeys: [],
};
const backup: Caller = {
  type: 'AssumedRole',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/backup/night`,
  accountId: ACCOUNT,
  principalId: 'AROAEXAMPLE:night',
  ...request,
  session: { ...session, sourceIdentity: 'alice' },
};
const pod: Caller = { ...backup, session: { ...session, webIdentity: { provider: 'OIDC.example.com/id/1', audience: 'sts.amazonaws.com', subject: 'system:serviceaccount:default:app' } } };
const service: Caller = { type: 'Service', arn: 's3.amazonaws.com', accountId: 's3', principalId: 's3', ...request, accessKeyId: '' };
const anonymous: Caller = { type: 'Anonymous', arn: 'anonymous', accountId: 'anonymous', principalId: 'anonymous', ...request, accessKeyId: '' };
const standing: Standing = { isRoot: false, identity: [], tags: new Map([['Team', 'blue'], ['cost center', '7'], ['empty', '']]) };

const valueOf = (caller: Caller, key: string, more?: GlobalRequest) => globalConditionKeys(caller, standing, now, more)(key);

describe('globalConditionKeys', () => {
  it.each<[string, Caller, string, string | readonly string[] | undefined]>([
    ['the address', alice, 'aws:sourceip', '203.0.113.7'],
    ['no address where none is known', { ...alice, sourceIp: '' }, 'aws:sourceip', undefined],
    ['TLS', alice, 'aws:securetransport', 'true'],
    ['no TLS', { ...alice, secureTransport: false }, 'aws:securetransport', 'false'],
    ['the agent', alice, 'aws:useragent', 'aws-cli/2'],
    ['no agent', { ...alice, userAgent: '' }, 'aws:useragent', undefined],
    ['the time', alice, 'aws:currenttime', '2026-01-02T03:04:05.678Z'],
    ['the time in whole seconds', alice, 'aws:epochtime', '1767323045'],

    ["a user's ARN", alice, 'aws:principalarn', `arn:aws:iam::${ACCOUNT}:user/alice`],
    ["a session's ARN is its role's, path and all", backup, 'aws:principalarn', `arn:aws:iam::${ACCOUNT}:role/jobs/backup`],
    ["the root's ARN", root, 'aws:principalarn', `arn:aws:iam::${ACCOUNT}:root`],
    ['nobody has no ARN', anonymous, 'aws:principalarn', undefined],
    ['a service has no ARN', service, 'aws:principalarn', undefined],
    ["a user's account", alice, 'aws:principalaccount', ACCOUNT],
    ['nobody has no account', anonymous, 'aws:principalaccount', undefined],
    ['a service has no account', service, 'aws:principalaccount', undefined],
    ['a user', alice, 'aws:principaltype', 'User'],
    ['the root is its account', root, 'aws:principaltype', 'Account'],
    ['a session', backup, 'aws:principaltype', 'AssumedRole'],
    ['nobody', anonymous, 'aws:principaltype', 'Anonymous'],
    ["a user's id", alice, 'aws:userid', alice.principalId],
    ["a session's id has the role's and its name", backup, 'aws:userid', 'AROAEXAMPLE:night'],
    ["the root's id is its account", root, 'aws:userid', ACCOUNT],
    ["nobody's id", anonymous, 'aws:userid', 'anonymous'],
    ["a user's name", alice, 'aws:username', 'alice'],
    ['a session has no user name', backup, 'aws:username', undefined],
    ['the root has no user name', root, 'aws:username', undefined],

    ['a tag', alice, 'aws:principaltag/team', 'blue'],
    ['a tag with a space', alice, 'aws:principaltag/cost center', '7'],
    ['an empty tag', alice, 'aws:principaltag/empty', ''],
    ['a tag that there is not', alice, 'aws:principaltag/none', undefined],
    ['no tag', alice, 'aws:principaltag/', undefined],

    ['a direct call', alice, 'aws:viaawsservice', 'false'],
    ['a call by a service', { ...alice, viaService: 's3.us-east-1.amazonaws.com' }, 'aws:viaawsservice', 'true'],
    ['the services that called', { ...alice, viaService: 's3.us-east-1.amazonaws.com' }, 'aws:calledvia', ['s3.amazonaws.com']],
    ['the first of them', { ...alice, viaService: 's3.us-east-1.amazonaws.com' }, 'aws:calledviafirst', 's3.amazonaws.com'],
    ['the last of them', { ...alice, viaService: 's3.amazonaws.com' }, 'aws:calledvialast', 's3.amazonaws.com'],
    ['none', alice, 'aws:calledvia', undefined],
    ['none first', alice, 'aws:calledviafirst', undefined],
    ['a principal that is no service', alice, 'aws:principalisawsservice', 'false'],
    ['a service', service, 'aws:principalisawsservice', 'true'],
    ["a service's name", service, 'aws:principalservicename', 's3.amazonaws.com'],
    ["nobody else's", alice, 'aws:principalservicename', undefined],

    ['when a token was issued', backup, 'aws:tokenissuetime', '2026-01-02T03:00:00.000Z'],
    ['long-lived credentials have no token', alice, 'aws:tokenissuetime', undefined],
    ['a session without a second factor', backup, 'aws:multifactorauthpresent', 'false'],
    ['long-lived credentials have no such key', alice, 'aws:multifactorauthpresent', undefined],
    ['the source identity', backup, 'aws:sourceidentity', 'alice'],
    ["the source identity by STS's name", backup, 'sts:sourceidentity', 'alice'],
    ['no source identity', pod, 'aws:sourceidentity', undefined],
    ['the provider of a web identity', pod, 'aws:federatedprovider', `arn:aws:iam::${ACCOUNT}:oidc-provider/OIDC.example.com/id/1`],
    ['no provider', backup, 'aws:federatedprovider', undefined],
    ['the audience of a web identity', pod, 'oidc.example.com/id/1:aud', 'sts.amazonaws.com'],
    ['the subject of a web identity', pod, 'oidc.example.com/id/1:sub', 'system:serviceaccount:default:app'],
    ['nothing else of a web identity', pod, 'oidc.example.com/id/1:email', undefined],
    ["nothing of another provider's", pod, 'other.example.com:sub', undefined],
    ['no subject without a web identity', backup, 'oidc.example.com/id/1:sub', undefined],

    ['a key that is not ours', alice, 's3:prefix', undefined],
    ['a key that nobody knows', alice, 'aws:weather', undefined],
    ['a name of an object', alice, 'constructor', undefined],
  ])('%s', (_, caller, key, expected) => {
    expect(valueOf(caller, key)).toEqual(expected);
  });

  it.each<[string, Caller, string, string | undefined]>([
    ['the referring page', alice, 'aws:referer', 'https://example.com/'],
    ['the region', alice, 'aws:requestedregion', 'us-east-1'],
    ["the resource's account", alice, 'aws:resourceaccount', '444455556666'],
    ['for whom a service calls', service, 'aws:sourcearn', 'arn:aws:s3:::notes'],
    ['for which account a service calls', service, 'aws:sourceaccount', ACCOUNT],
    ['only of a service', alice, 'aws:sourcearn', undefined],
    ['the account only of a service', alice, 'aws:sourceaccount', undefined],
  ])('what the service knows: %s', (_, caller, key, expected) => {
    const known = { referer: 'https://example.com/', region: 'us-east-1', resourceAccount: '444455556666', sourceArn: 'arn:aws:s3:::notes', sourceAccount: ACCOUNT };
    expect(valueOf(caller, key, known)).toBe(expected);
    expect(valueOf(caller, key)).toBeUndefined();
  });
});
