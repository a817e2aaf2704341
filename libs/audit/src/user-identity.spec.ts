import type { Caller, Session } from '@coffer/iam';
import { userIdentity } from './user-identity.js';

const caller: Caller = {
  type: 'User', arn: 'arn:aws:iam::000000000000:user/alice', accountId: '000000000000', principalId: 'AIDAMADEUP', userName: 'alice',
  accessKeyId: 'AKIAMADEUP', sourceIp: '192.0.2.1', userAgent: 'a suite', secureTransport: true,
};
const session: Session = {
  issuer: { type: 'Role', arn: 'arn:aws:iam::000000000000:role/backup', accountId: '000000000000', principalId: 'AROAMADEUP', userName: 'backup' },
  issuedAt: new Date('2026-01-02T03:04:05.678Z'), expiresAt: new Date('2026-01-02T04:04:05Z'),
  policies: ['{"a secret of the policy":1}'], tags: new Map(), transitiveTagKeys: [],
};
const role: Caller = {
  ...caller, type: 'AssumedRole', arn: 'arn:aws:sts::000000000000:assumed-role/backup/night', principalId: 'AROAMADEUP:night', accessKeyId: 'ASIAMADEUP', session,
};
const printed = (who: Caller): unknown => JSON.parse(JSON.stringify(userIdentity(who)));

describe('userIdentity', () => {
  it('tells a user by its name and key', () => {
    expect(printed(caller)).toEqual({
      type: 'IAMUser', principalId: 'AIDAMADEUP', arn: 'arn:aws:iam::000000000000:user/alice', accountId: '000000000000', accessKeyId: 'AKIAMADEUP', userName: 'alice',
    });
  });

  it("tells a role's session, who issued it and since when", () => {
    expect(printed(role)).toEqual({
      type: 'AssumedRole', principalId: 'AROAMADEUP:night', arn: 'arn:aws:sts::000000000000:assumed-role/backup/night', accountId: '000000000000', accessKeyId: 'ASIAMADEUP',
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId: 'AROAMADEUP', arn: 'arn:aws:iam::000000000000:role/backup', accountId: '000000000000', userName: 'backup' },
        attributes: { creationDate: '2026-01-02T03:04:05Z', mfaAuthenticated: 'false' },
      },
    });
  });

  it('tells which issuer vouched for a session, and who named the person behind it', () => {
    const webIdentity = { provider: 'issuer.example', audience: 'sts', subject: 'pod' };
    expect(printed({ ...role, session: { ...session, webIdentity, sourceIdentity: 'DiegoRamirez' } })).toMatchObject({
      sessionContext: {
        webIdFederationData: { federatedProvider: 'arn:aws:iam::000000000000:oidc-provider/issuer.example', attributes: { 'issuer.example:aud': 'sts', 'issuer.example:sub': 'pod' } },
        sourceIdentity: 'DiegoRamirez',
      },
    });
  });

  it('tells a session of a user as the user, with no issuer beside', () => {
    const { sessionContext, ...user } = printed({ ...caller, session: { ...session, issuer: { ...session.issuer, type: 'User' } } }) as Record<string, unknown>;
    expect(user).toEqual(printed(caller));
    expect(sessionContext).toEqual({ sessionIssuer: {}, attributes: { creationDate: '2026-01-02T03:04:05Z', mfaAuthenticated: 'false' } });
  });

  it("says nothing of a session's policies", () => {
    expect(JSON.stringify(userIdentity(role))).not.toContain('a secret of the policy');
  });

  it('tells whoever did not sign as CloudTrail does', () => {
    expect(printed({ ...caller, type: 'Anonymous', arn: 'anonymous', accountId: 'anonymous', accessKeyId: '' })).toEqual({ type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' });
  });

  it.each([
    ['s3.us-east-1.amazonaws.com', 's3.amazonaws.com'], ['s3.amazonaws.com', 's3.amazonaws.com'], ['another.example', 'another.example'],
  ])('names the service %s as %s', (viaService, invokedBy) => {
    expect(printed({ ...caller, viaService })).toMatchObject({ type: 'IAMUser', invokedBy });
    expect(printed({ ...role, viaService })).toMatchObject({ type: 'AssumedRole', invokedBy });
  });

  it('does not name the service whose event it is as the one that calls', () => {
    const direct = { ...caller, viaService: 's3.us-east-1.amazonaws.com' };
    expect(userIdentity(direct, 's3.amazonaws.com')['invokedBy']).toBeUndefined();
    expect(userIdentity(direct, 'kms.amazonaws.com')['invokedBy']).toBe('s3.amazonaws.com');
  });

  it('tells a service in its own name, and root', () => {
    expect(printed({ ...caller, type: 'Service', arn: 's3.amazonaws.com' })).toEqual({ type: 'AWSService', invokedBy: 's3.amazonaws.com' });
    expect(printed({ ...caller, type: 'Root' })).toMatchObject({ type: 'Root' });
  });
});
