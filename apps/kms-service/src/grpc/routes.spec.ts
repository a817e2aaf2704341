import { batchRoutes } from './batches.js';
import { loadContract } from './contract.js';
import { directoryRoutes } from './directory-routes.js';
import { routes } from './routes.js';

it('leads from every rpc of the contract to a row, and from every row to an rpc', () => {
  const rpcs = [...loadContract().keyService.keys()].sort();
  expect([...Object.keys(routes), ...Object.keys(batchRoutes), ...directoryRoutes.keys(), 'ImportAuditGroups', 'Ping'].sort()).toEqual(rpcs);
});

it.each(Object.entries({ ...routes, ...batchRoutes }))('%s ends', (_, { deadlineMs }) => {
  expect(deadlineMs).toBeGreaterThanOrEqual(2_000);
  expect(deadlineMs).toBeLessThanOrEqual(5_000);
});

describe('rows', () => {
  const pair = { key: Buffer.from('k'), value: Buffer.from('v') };
  const context = new Map([['k', 'v']]);

  it('turn messages into requests', () => {
    const blob = Buffer.from('blob');
    expect(routes.Decrypt.decode({ ciphertextBlob: blob, encryptionContext: [pair], keyId: 'a' })).toEqual({ ciphertextBlob: blob, encryptionContext: context, keyId: 'a' });
    expect(routes.GenerateDataKey.decode({ keyId: 'a', keySpec: 'AES_256' })).toEqual({ keyId: 'a', keySpec: 'AES_256' });
    expect(routes.CreateKey.decode({ description: 'd', tags: [{ tagKey: 'k', tagValue: '' }, {}] })).toEqual({ description: 'd', tags: [{ tagKey: 'k', tagValue: '' }, {}] });
    expect(routes.ReEncrypt.decode({ ciphertextBlob: blob, sourceEncryptionContext: [pair], destinationKeyId: 'b' })).toEqual({
      ciphertextBlob: blob, sourceEncryptionContext: context, destinationEncryptionContext: undefined, destinationKeyId: 'b',
    });
    expect(routes.ListKeys.decode({ limit: 3 })).toEqual({ limit: 3 });
  });

  it('take the plaintext out of the message of Encrypt', () => {
    const plaintext = Buffer.from('secret');
    const request = routes.Encrypt.decode({ keyId: 'a', plaintext });
    expect(Buffer.from(request.plaintext?.reveal() ?? []).toString()).toBe('secret');
    expect(plaintext).toEqual(Buffer.alloc(6));
  });
});
