import { SessionToken, type Session } from '@coffer/iam';
import type { OnBehalfOf__Output } from '../../../../proto/types/coffer/kms/v1/OnBehalfOf.js';
import { assertMayForward, CALLER_TEXT_LENGTH_MAX, callerOf, peerCaller, SESSION_TOKEN_LENGTH_MAX, type IdentityRules } from './identity.js';
import type { Peer } from './peer.js';

const issuer = { type: 'Role' as const, arn: 'arn:aws:iam::111122223333:role/ops/backup', accountId: '111122223333', principalId: 'AROABACKUP', userName: 'backup' };
const session: Session = { issuer, issuedAt: new Date(0), expiresAt: new Date(1), policies: [], tags: new Map(), transitiveTagKeys: [] };
const aliceSession: Session = { ...session, issuer: { type: 'User', arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333', principalId: 'AIDAALICE', userName: 'alice' } };
const sessions = new Map([['of backup', session], ['of alice', aliceSession]]);
const rules: IdentityRules = {
  forwarders: new Set(['storage-service']), servicePrincipal: 's3.amazonaws.com', accountId: '000000000000', openSession: (token) => sessions.get(token.reveal()),
};
const peerNamed = (...names: string[]): Peer => ({ name: names[0] ?? '', names: new Set(names), address: '10.0.0.9' });
const storage = peerNamed('storage-service', 'localhost');

const alice = {
  type: 2 as const, arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333', principalId: 'AIDAALICE', userName: 'alice',
  accessKeyId: 'AKIAALICE', sourceIp: '10.1.1.1', userAgent: 'aws-cli', viaService: 's3.us-east-1.amazonaws.com',
};
const root = { type: 1 as const, arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333', principalId: '111122223333', accessKeyId: 'AKIAROOT', sourceIp: '10.1.1.1' };

const backup = {
  type: 3 as const, arn: 'arn:aws:sts::111122223333:assumed-role/backup/nightly', accountId: '111122223333', principalId: 'AROABACKUP:nightly',
  accessKeyId: 'ASIABACKUP', sourceIp: '10.1.1.1', userAgent: 'aws-cli', sessionToken: 'of backup',
};

/** The code of what `attempt` throws. */
function refusal(attempt: () => unknown): unknown {
  try {
    return { returned: attempt() };
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
}

describe('assertMayForward', () => {
  it.each([[['storage-service']], [['storage-7', 'storage-service']]])('believes a peer with the names %j', (names) => {
    expect(() => { assertMayForward(peerNamed(...names), rules); }).not.toThrow();
  });

  it.each([[['kms-service', 'localhost']], [['Storage-Service']], [['storage-service.example.com']], [['"storage-service"']], [[]]])('does not believe one with the names %j', (names) => {
    expect(refusal(() => { assertMayForward(peerNamed(...names), rules); })).toBe('AccessDeniedException');
  });
});

describe('callerOf', () => {
  it('gives the user as it was forwarded', () => {
    expect(callerOf({ caller: alice }, storage, rules)).toEqual({ ...alice, type: 'User', secureTransport: false });
  });

  it('believes that the user came over TLS where that is said', () => {
    expect(callerOf({ caller: { ...alice, secureTransport: true } }, storage, rules)).toMatchObject({ secureTransport: true });
  });

  it('gives the root of an account, who has no name and need not say what it calls with', () => {
    expect(callerOf({ caller: root }, storage, rules)).toEqual({ ...root, type: 'Root', userAgent: '', secureTransport: false });
    expect(callerOf({ caller: { ...root, userAgent: '' } }, storage, rules).userAgent).toBe('');
  });

  it('gives the service itself, under the name that owns its keys', () => {
    expect(callerOf({ service: {} }, storage, rules)).toMatchObject({ type: 'Service', arn: 's3.amazonaws.com', principalId: 'storage-service', sourceIp: '10.0.0.9' });
  });

  it.each([
    ['nobody', undefined],
    ['nothing said', {}],
    ['a caller and the service at once', { caller: alice, service: {} }],
    ['an empty caller', { caller: {} }],
    ['a type that is not said', { caller: { ...alice, type: 0 } }],
    ['a type that does not exist', { caller: { ...alice, type: 4 } }],
    ['a role with a user name', { caller: { ...backup, userName: 'backup' } }],
    ['an empty session token', { caller: { ...backup, sessionToken: '' } }],
    ['a session token that is too long', { caller: { ...backup, sessionToken: 'x'.repeat(SESSION_TOKEN_LENGTH_MAX + 1) } }],
    ['a root with a user name', { caller: { ...root, userName: 'root' } }],
    ['an account of eleven digits', { caller: { ...alice, accountId: '11112222333' } }],
    ['an account with a line break', { caller: { ...alice, accountId: '111122223333\n' } }],
    ['a text that is too long', { caller: { ...alice, userAgent: 'x'.repeat(CALLER_TEXT_LENGTH_MAX + 1) } }],
    ['an empty user name', { caller: { ...alice, type: 1 } }],
  ])('refuses %s', (_, message) => {
    expect(refusal(() => callerOf(message as OnBehalfOf__Output | undefined, storage, rules))).toBe('ValidationException');
  });

  it.each(['arn', 'principalId', 'accessKeyId', 'sourceIp', 'accountId', 'userName', 'type'] as const)('refuses a user without %s', (member) => {
    const { [member]: _gone, ...rest } = alice;
    expect(() => callerOf({ caller: rest }, storage, rules)).toThrow(member);
  });

  it("gives a role's session as its token proves it", () => {
    const { type: _, sessionToken, ...rest } = backup;
    const caller = callerOf({ caller: backup }, storage, rules);
    expect(caller).toEqual({ ...rest, type: 'AssumedRole', secureTransport: false, session, sessionToken: new SessionToken(sessionToken) });
    expect(JSON.stringify(caller)).not.toContain(sessionToken);
  });

  it('gives a user that acts in a session of its own, and one with a path', () => {
    expect(callerOf({ caller: { ...alice, sessionToken: 'of alice' } }, storage, rules)).toMatchObject({ type: 'User', session: aliceSession });
    expect(callerOf({ caller: { ...alice, arn: 'arn:aws:iam::111122223333:user/team/blue/alice' } }, storage, rules)).toMatchObject({ userName: 'alice' });
  });

  it.each([
    ['a user of another account', { ...alice, accountId: '444455556666' }],
    ["a user under another's name", { ...alice, userName: 'bob' }],
    ['a user whose name is the end of another', { ...alice, userName: 'ice' }],
    ['a user whose name is the end of its path too', { ...alice, arn: 'arn:aws:iam::111122223333:user/team/alice', userName: 'team/alice' }],
    ["a user with a session's access key and without its token", { ...alice, accessKeyId: 'ASIAALICE00000000000' }],
    ["a root with a session's access key and without its token", { ...root, accessKeyId: 'ASIAROOT000000000000' }],
    ["a user with the root's ARN", { ...alice, arn: root.arn }],
    ["a root with a user's ARN", { ...root, arn: alice.arn }],
    ['a root of another account', { ...root, accountId: '444455556666', principalId: '444455556666' }],
    ["a root with another's id", { ...root, principalId: 'AIDAALICE' }],
    ['a role without a token', { ...backup, sessionToken: undefined }],
    ['a role with a token that does not open', { ...backup, sessionToken: 'made up' }],
    ['a role with the token of a user', { ...backup, sessionToken: 'of alice' }],
    ['a role of another account', { ...backup, accountId: '444455556666' }],
    ['another role', { ...backup, arn: 'arn:aws:sts::111122223333:assumed-role/admin/nightly' }],
    ['another session', { ...backup, arn: 'arn:aws:sts::111122223333:assumed-role/backup/other' }],
    ['a session without a name', { ...backup, arn: 'arn:aws:sts::111122223333:assumed-role/backup/', principalId: 'AROABACKUP:' }],
    ["another role's id", { ...backup, principalId: 'AROAADMIN:nightly' }],
    ['a user with a token that does not open', { ...alice, sessionToken: 'made up' }],
    ["a user with a role's token", { ...alice, sessionToken: 'of backup' }],
    ["a user with another user's token", { ...alice, arn: 'arn:aws:iam::111122223333:user/bob', userName: 'bob', sessionToken: 'of alice' }],
    ["a root with a user's token", { ...root, sessionToken: 'of alice' }],
  ])('calls %s forged or unproven', (_, caller) => {
    expect(refusal(() => callerOf({ caller } as unknown as OnBehalfOf__Output, storage, rules))).toBe('AccessDeniedException');
  });

  it('takes a text as long as it may be', () => {
    expect(callerOf({ caller: { ...alice, userAgent: 'x'.repeat(CALLER_TEXT_LENGTH_MAX) } }, storage, rules).userAgent).toHaveLength(CALLER_TEXT_LENGTH_MAX);
  });
});

it('records a refused peer under its own name', () => {
  expect(peerCaller(peerNamed('intruder'), rules)).toMatchObject({ type: 'Service', arn: 'intruder', principalId: 'intruder', sourceIp: '10.0.0.9' });
});
