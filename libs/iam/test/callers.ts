/** The callers of the vectors and of the random requests, by name. */
import { rootPrincipal, userPrincipal, type Caller, type Principal } from '../src/index.js';

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.example.com`;

export const asCaller = (principal: Principal, more: Partial<Caller> = {}): Caller => ({
  ...principal,
  accessKeyId: 'AKIASUITE0000000000A',
  sourceIp: '203.0.113.7',
  userAgent: 'suite/1.0',
  secureTransport: true,
  ...more,
});

export const sessionOf = (role: string, sessionName: string, accountId = ACCOUNT): Caller =>
  asCaller(
    { type: 'AssumedRole', arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${sessionName}`, accountId, principalId: `AROAEXAMPLE:${sessionName}` },
    {
      session: {
        issuer: { type: 'Role', arn: `arn:aws:iam::${accountId}:role/${role}`, accountId, principalId: 'AROAEXAMPLE', userName: role },
        issuedAt: new Date('2026-01-01T00:00:00Z'),
        expiresAt: new Date('2026-01-01T01:00:00Z'),
        policies: [],
        tags: new Map(),
        transitiveTagKeys: [],
      },
    },
  );

const anonymous: Principal = { type: 'Anonymous', arn: 'anonymous', accountId: 'anonymous', principalId: 'anonymous' };

export const callers: ReadonlyMap<string, Caller> = new Map([
  ['alice', asCaller(userPrincipal(ACCOUNT, 'alice'))],
  ['bob', asCaller(userPrincipal(ACCOUNT, 'bob'))],
  ['eve', asCaller(userPrincipal(OTHER_ACCOUNT, 'eve'))],
  ['root', asCaller(rootPrincipal(ACCOUNT))],
  ['session', sessionOf('backup', 'night')],
  ['service', asCaller({ type: 'Service', arn: 's3.amazonaws.com', accountId: 's3.amazonaws.com', principalId: 's3.amazonaws.com' })],
  ['anonymous', asCaller(anonymous)],
  ['web', asCaller(anonymous)],
]);
