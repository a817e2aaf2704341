import { rootPrincipal, userPrincipal } from './principal.js';

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
});
