import { alice, mallory, theService } from '../../test/test-service.js';
import { refused } from '../../test/refused.js';
import { authorize, type Action } from './authorize.js';

const arn = 'arn:aws:kms:us-east-1:000000000000:key/12345678-1234-1234-1234-123456789012';

describe('authorize', () => {
  const own = { arn, owner: alice.accountId, managed: false };

  it.each<Action>(['kms:Decrypt', 'kms:DisableKey', 'kms:CreateAlias'])("lets an account's principals do %s on their own keys", (action) => {
    expect(() => { authorize(alice, alice.accountId, action, own); }).not.toThrow();
  });

  it("refuses another account's principals in AWS's words, and names the key for the record", () => {
    expect(refused(() => { authorize(mallory, mallory.accountId, 'kms:Decrypt', own); })).toEqual({
      code: 'AccessDeniedException',
      keyArn: arn,
      message: `User: ${mallory.arn} is not authorized to perform: kms:Decrypt on resource: ${arn} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    });
  });

  it('keeps the keys of services from accounts, and the keys of accounts from services', () => {
    expect(refused(() => { authorize(alice, alice.accountId, 'kms:Decrypt', { ...own, owner: 'service' }); }).code).toBe('AccessDeniedException');
    expect(refused(() => { authorize(theService, 'service', 'kms:Decrypt', own); }).code).toBe('AccessDeniedException');
  });

  it.each<Action>(['kms:DisableKey', 'kms:EnableKey', 'kms:CreateAlias', 'kms:UpdateAlias', 'kms:DeleteAlias'])('refuses %s on a key that is managed for the account', (action) => {
    const { code, message } = refused(() => { authorize(alice, alice.accountId, action, { ...own, managed: true }); });
    expect(code).toBe('AccessDeniedException');
    expect(message).toContain(`because no resource-based policy allows the ${action} action`);
  });

  it.each<Action>(['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'])('lets a managed key be used: %s', (action) => {
    expect(() => { authorize(alice, alice.accountId, action, { ...own, managed: true }); }).not.toThrow();
  });
});
