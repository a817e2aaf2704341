import type { Key } from './key.js';
import { decodeKey, encodeKey } from './key-record.js';

const place = { accountId: '000000000000', region: 'us-east-1' };
const id = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const key: Key = {
  id, arn: `arn:aws:kms:us-east-1:000000000000:key/${id}`, owner: '000000000000', manager: 'CUSTOMER', description: 'mine', createdAt: new Date(1_767_323_045_000), enabled: true,
  tags: [{ key: 'team', value: 'blue' }], policy: '{ "Version": "2012-10-17" }', materials: [{ id: 'ab'.repeat(32), wrapped: Buffer.from('wrapped') }],
};

describe('a key as it is kept', () => {
  const rotatedKey: Key = {
    ...key, enabled: false, deletionDate: new Date(1_770_000_000_000), rotation: { periodDays: 90, next: new Date(1_775_000_000_000) },
    materials: [...key.materials, { id: 'cd'.repeat(32), wrapped: Buffer.from('another'), rotation: { at: new Date(1_768_000_000_000), type: 'ON_DEMAND' } }],
  };

  it.each([['with a policy', key], ['without one', { ...key, policy: undefined }], ['rotated, and waiting for its end', rotatedKey]])('is read as it was written: %s', (_, one) => {
    expect(decodeKey(place, id, encodeKey(one))).toEqual(one);
  });

  it('says when it was rotated, when it will be, and when it is gone', () => {
    expect(encodeKey(rotatedKey).toString()).toBe(
      `{"owner":"000000000000","manager":"CUSTOMER","description":"mine","createdAt":1767323045000,"enabled":false,"deletionDate":1770000000000,"rotation":{"periodDays":90,"next":1775000000000},` +
      `"tags":[{"key":"team","value":"blue"}],"policy":"{ \\"Version\\": \\"2012-10-17\\" }","materials":[{"id":"${'ab'.repeat(32)}","wrapped":"d3JhcHBlZA=="},` +
      `{"id":"${'cd'.repeat(32)}","wrapped":"YW5vdGhlcg==","rotation":{"at":1768000000000,"type":"ON_DEMAND"}}]}`,
    );
  });

  it('is read without a policy if it was written before there were any', () => {
    const before = `{"owner":"000000000000","manager":"CUSTOMER","description":"mine","createdAt":1767323045000,"enabled":true,"tags":[{"key":"team","value":"blue"}],"materials":[{"id":"${'ab'.repeat(32)}","wrapped":"d3JhcHBlZA=="}]}`;
    expect(decodeKey(place, id, Buffer.from(before))).toEqual({ ...key, policy: undefined });
    expect(encodeKey({ ...key, policy: undefined }).toString()).toBe(before);
  });
});
