import { createHash } from 'node:crypto';

import { refusal, s3Request } from '../../test/s3-request.js';

import { parseCustomerKey, parseSourceCustomerKey } from './customer-key.js';

const NAMES = 'x-amz-server-side-encryption-customer-';
const md5 = (key: Buffer) => createHash('md5').update(key).digest('base64');
const key = Buffer.alloc(32, 1);

function headers(parts: { algorithm?: string; key?: string; 'key-md5'?: string }, prefix = NAMES): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [prefix + name, value]));
}

function refused(use: 'read' | 'write', parts: Parameters<typeof headers>[0]) {
  using secrets = new DisposableStack();
  return refusal(() => parseCustomerKey(s3Request({ headers: headers(parts) }), secrets, use));
}

const RULE = 'Requests specifying Server Side Encryption with Customer provided keys must';

describe('parseCustomerKey', () => {
  it('is nothing without headers', () => {
    using secrets = new DisposableStack();
    expect(parseCustomerKey(s3Request(), secrets, 'read')).toBeUndefined();
  });

  it('reads the triplet of a copy source by its own names', () => {
    using secrets = new DisposableStack();
    const parts = { algorithm: 'AES256', key: key.toString('base64'), 'key-md5': md5(key) };
    const source = s3Request({ headers: headers(parts, 'x-amz-copy-source-server-side-encryption-customer-') });
    expect(parseSourceCustomerKey(source, secrets)?.md5).toBe(md5(key));
    expect(parseCustomerKey(source, secrets, 'write')).toBeUndefined();
  });

  it.each([
    ['no algorithm', { key: key.toString('base64'), 'key-md5': md5(key) }, 'InvalidArgument', `${RULE} provide a valid encryption algorithm.`],
    ['no key', { algorithm: 'AES256', 'key-md5': md5(key) }, 'InvalidArgument', `${RULE} provide an appropriate secret key.`],
    ['no MD5', { algorithm: 'AES256', key: key.toString('base64') }, 'InvalidArgument', 'The secret key was invalid for the specified algorithm.'],
    ['31 bytes', { algorithm: 'AES256', key: Buffer.alloc(31).toString('base64'), 'key-md5': md5(Buffer.alloc(31)) }, 'InvalidArgument', 'The secret key was invalid for the specified algorithm.'],
    ['33 bytes', { algorithm: 'AES256', key: Buffer.alloc(33).toString('base64'), 'key-md5': md5(Buffer.alloc(33)) }, 'InvalidArgument', 'The secret key was invalid for the specified algorithm.'],
    ['the MD5 of another key', { algorithm: 'AES256', key: key.toString('base64'), 'key-md5': md5(Buffer.alloc(32)) }, 'InvalidArgument', 'The calculated MD5 hash of the key did not match the hash that was provided.'],
    ['an MD5 that is none', { algorithm: 'AES256', key: key.toString('base64'), 'key-md5': 'x' }, 'InvalidArgument', 'The calculated MD5 hash of the key did not match the hash that was provided.'],
  ])('refuses a write with %s', (_, parts, code, message) => {
    expect(refused('write', parts)).toEqual({ code, message, details: { ArgumentName: 'x-amz-server-side-encryption', ArgumentValue: 'null' } });
  });

  it('answers a read without MD5 as one with a wrong key', () => {
    expect(refused('read', { algorithm: 'AES256', key: key.toString('base64') })).toMatchObject({ code: 'AccessDenied', message: `${RULE} provide the correct secret key.` });
  });
});
