import { rolePrincipal, rootPrincipal, userPrincipal } from './principal.js';

describe('principals', () => {
  it('names the root by its account', () => {
    expect(rootPrincipal('123456789012')).toEqual({
      type: 'Root',
      arn: 'arn:aws:iam::123456789012:root',
      accountId: '123456789012',
      principalId: '123456789012',
    });
  });

  it('names a user, with a unique id in the shape of AWS', () => {
    const alice = userPrincipal('123456789012', 'alice');
    expect(alice).toMatchObject({ type: 'User', arn: 'arn:aws:iam::123456789012:user/alice', accountId: '123456789012', userName: 'alice' });
    expect(alice.principalId).toMatch(/^AIDA[A-Z2-7]{17}$/);
  });

  it('gives a user the same id always, and another user another', () => {
    const id = (account: string, name: string): string => userPrincipal(account, name).principalId;
    expect(id('123456789012', 'alice')).toBe(id('123456789012', 'alice'));
    expect(new Set([id('123456789012', 'alice'), id('123456789012', 'bob'), id('210987654321', 'alice')]).size).toBe(3);
  });

  it('names a role as its sessions do, and apart from a user of that name', () => {
    const backup = rolePrincipal('123456789012', 'backup');
    expect(backup).toMatchObject({ type: 'Role', arn: 'arn:aws:iam::123456789012:role/backup', accountId: '123456789012', userName: 'backup' });
    expect(backup.principalId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(backup.principalId.slice(4)).not.toBe(userPrincipal('123456789012', 'backup').principalId.slice(4));
  });

  it('keeps the unique ids that are in stored records', () => {
    expect(userPrincipal('000000000000', 'alice').principalId).toBe('AIDAQLCFWSGGFFSU6KDUL');
    expect(rolePrincipal('000000000000', 'backup').principalId).toBe('AROA6YVIY6KTOWTHXWMWT');
  });
});
