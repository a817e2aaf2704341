import type { OnBehalfOf__Output } from '../../../../proto/types/coffer/kms/v1/OnBehalfOf.js';
import { assertMayForward, CALLER_TEXT_LENGTH_MAX, callerOf, peerCaller, type IdentityRules } from './identity.js';
import type { Peer } from './peer.js';

const rules: IdentityRules = { forwarders: new Set(['storage-service']), servicePrincipal: 's3.amazonaws.com', accountId: '000000000000' };
const peerNamed = (...names: string[]): Peer => ({ name: names[0] ?? '', names: new Set(names), address: '10.0.0.9' });
const storage = peerNamed('storage-service', 'localhost');

const alice = {
  type: 2 as const, arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333', principalId: 'AIDAALICE', userName: 'alice',
  accessKeyId: 'AKIAALICE', sourceIp: '10.1.1.1', userAgent: 'aws-cli', viaService: 's3.us-east-1.amazonaws.com',
};
const root = { type: 1 as const, arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333', principalId: '111122223333', accessKeyId: 'AKIAROOT', sourceIp: '10.1.1.1' };

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
    ['a service as a forwarded caller', { caller: { ...alice, type: 3 } }],
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

  it('takes a text as long as it may be', () => {
    expect(callerOf({ caller: { ...alice, userAgent: 'x'.repeat(CALLER_TEXT_LENGTH_MAX) } }, storage, rules).userAgent).toHaveLength(CALLER_TEXT_LENGTH_MAX);
  });
});

it('records a refused peer under its own name', () => {
  expect(peerCaller(peerNamed('intruder'), rules)).toMatchObject({ type: 'Service', arn: 'intruder', principalId: 'intruder', sourceIp: '10.0.0.9' });
});
