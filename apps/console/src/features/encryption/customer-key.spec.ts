import { customerKeyFile, freshCustomerKey, parseCustomerKey } from './customer-key.js';

describe('a key of SSE-C', () => {
  it('has 32 bytes, and is another each time', () => {
    const [one, other] = [freshCustomerKey(), freshCustomerKey()];
    expect(Buffer.from(one.base64, 'base64')).toHaveLength(32);
    expect(one).not.toEqual(other);
  });

  it('comes back from its file, and from bare base64', () => {
    const key = freshCustomerKey();
    expect(customerKeyFile(key)).toMatch(/^coffer-customer-key-1:\S{44}\n$/);
    expect(parseCustomerKey(customerKeyFile(key))).toEqual(key);
    expect(parseCustomerKey(` ${key.base64}\n`)).toEqual(key);
  });

  it.each([
    ['nothing', ''],
    ['31 bytes', Buffer.alloc(31).toString('base64')],
    ['33 bytes', Buffer.alloc(33).toString('base64')],
    ['another mark', `coffer-customer-key-2:${Buffer.alloc(32).toString('base64')}`],
    ['bits beyond the key', `${'A'.repeat(42)}B=`],
    ['hex', '00'.repeat(32)],
  ])('is not %s', (_why, text) => {
    expect(parseCustomerKey(text)).toBeUndefined();
  });
});
