import { createHash } from 'node:crypto';

import { refusal, s3Request } from '../../test/s3-request.js';
import { DEFAULT_ENCRYPTION, type BucketEncryption } from '../sse/encryption.js';

import { parseEncryption, pushEncryption, refuseEncryptionHeaders } from './encryption-headers.js';

const SSE = 'x-amz-server-side-encryption';
const key = Buffer.alloc(32, 7);
const triplet = {
  [`${SSE}-customer-algorithm`]: 'AES256',
  [`${SSE}-customer-key`]: key.toString('base64'),
  [`${SSE}-customer-key-md5`]: createHash('md5').update(key).digest('base64'),
};
const context = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

function parse(headers: Record<string, string>, confidential = true, byDefault: BucketEncryption = DEFAULT_ENCRYPTION) {
  using secrets = new DisposableStack();
  return parseEncryption(s3Request({ method: 'PUT', headers, confidential }), secrets, byDefault);
}

describe('parseEncryption', () => {
  it.each([
    ['nothing asked', {}, { mode: 'default' }],
    ['SSE-S3', { [SSE]: 'AES256' }, { mode: 'AES256' }],
    ['SSE-KMS under the managed key', { [SSE]: 'aws:kms' }, { mode: 'aws:kms', bucketKey: false }],
    ['an empty key id is none', { [SSE]: 'aws:kms', [`${SSE}-aws-kms-key-id`]: '' }, { mode: 'aws:kms', bucketKey: false }],
    [
      'SSE-KMS with all there is',
      { [SSE]: 'aws:kms', [`${SSE}-aws-kms-key-id`]: 'alias/notes', [`${SSE}-context`]: context({ team: 'blue' }), [`${SSE}-bucket-key-enabled`]: 'True' },
      { mode: 'aws:kms', keyId: 'alias/notes', bucketKey: true, context: new Map([['team', 'blue']]) },
    ],
    ['a bucket key is nothing to SSE-S3', { [SSE]: 'AES256', [`${SSE}-bucket-key-enabled`]: 'true' }, { mode: 'AES256' }],
  ])('%s', (_, headers, choice) => {
    expect(parse(headers)).toEqual(choice);
  });

  const kms: BucketEncryption = { mode: 'aws:kms', keyId: 'alias/notes', bucketKey: true };

  it.each<[string, BucketEncryption, Record<string, string>, unknown]>([
    ["the bucket's key, where nothing is asked", kms, {}, { mode: 'aws:kms', keyId: 'alias/notes', bucketKey: true }],
    ['the managed key, where the bucket names none', { mode: 'aws:kms', bucketKey: false }, {}, { mode: 'aws:kms', bucketKey: false }],
    ["the bucket's key without a bucket key, where that is asked", kms, { [`${SSE}-bucket-key-enabled`]: 'false' }, { mode: 'aws:kms', keyId: 'alias/notes', bucketKey: false }],
    ["the managed key under the bucket's default of bucket keys, where SSE-KMS is asked", kms, { [SSE]: 'aws:kms' }, { mode: 'aws:kms', bucketKey: true }],
    ['a bucket key of a bucket that seals with SSE-S3, where SSE-KMS is asked', { mode: 'AES256', bucketKey: true }, { [SSE]: 'aws:kms' }, { mode: 'aws:kms', bucketKey: true }],
    ['SSE-S3, where it is asked', kms, { [SSE]: 'AES256' }, { mode: 'AES256' }],
  ])('takes %s', (_, byDefault, headers, choice) => {
    expect(parse(headers, true, byDefault)).toEqual(choice);
  });

  it('asks for a connection that keeps secrets also where the bucket says SSE-KMS', () => {
    expect(refusal(() => parse({}, false, kms))).toMatchObject({ code: 'InvalidRequest' });
  });

  it('takes a customer key that fits its MD5, and zeroes it with the request', () => {
    using secrets = new DisposableStack();
    const choice = parseEncryption(s3Request({ method: 'PUT', headers: triplet }), secrets, DEFAULT_ENCRYPTION);
    if (choice.mode !== 'SSE-C') throw new Error('another mode');
    expect(Buffer.from(choice.key.secret.reveal()).equals(key)).toBe(true);
    expect(choice.key.md5).toBe(triplet[`${SSE}-customer-key-md5`]);
    const live = choice.key.secret.reveal();
    secrets.dispose();
    expect(Buffer.from(live).equals(Buffer.alloc(32))).toBe(true);
  });

  it.each([
    ['SSE-C and SSE together', { ...triplet, [SSE]: 'AES256' }, 'InvalidArgument', 'Server Side Encryption with Customer provided key is incompatible with the encryption method specified', { ArgumentName: SSE, ArgumentValue: 'AES256' }],
    ['another algorithm', { ...triplet, [`${SSE}-customer-algorithm`]: 'AES128' }, 'InvalidEncryptionAlgorithmError', 'The Encryption request you specified is not valid. Supported value: AES256.', { ArgumentValue: 'AES128' }],
    ['an unknown mode', { [SSE]: 'rot13' }, 'InvalidEncryptionAlgorithmError', 'The Encryption request you specified is not valid. Supported value: AES256.', { ArgumentValue: 'rot13' }],
    ['two layers', { [SSE]: 'aws:kms:dsse' }, 'NotImplemented', undefined, { Header: SSE }],
    ['a key id without SSE', { [`${SSE}-aws-kms-key-id`]: 'alias/notes' }, 'InvalidArgument', `Server Side Encryption with AWS KMS managed key requires HTTP header ${SSE} : aws:kms`, {}],
    ['a key id with SSE-S3', { [SSE]: 'AES256', [`${SSE}-aws-kms-key-id`]: 'alias/notes' }, 'InvalidArgument', undefined, {}],
    ['a context without SSE', { [`${SSE}-context`]: context({}) }, 'InvalidArgument', undefined, {}],
    ['a bucket key that is neither', { [SSE]: 'aws:kms', [`${SSE}-bucket-key-enabled`]: 'yes' }, 'InvalidArgument', undefined, { ArgumentName: `${SSE}-bucket-key-enabled` }],
  ])('refuses %s', (_, headers, code, message, details) => {
    const refused = refusal(() => parse(headers));
    expect(refused).toMatchObject({ code, details });
    if (message !== undefined) expect(refused.message).toBe(message);
  });

  it.each([
    ['text that is no base64', '{"a":"b"}'],
    ['base64 of no JSON', Buffer.from('{').toString('base64')],
    ['base64 of no UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('base64')],
    ['a list', context(['a'])],
    ['a text', context('a')],
    ['a value that is no text', context({ a: 1 })],
    ['nothing', context(null)],
    ['a nested object', context({ a: { b: 'c' } })],
    ['a lone surrogate', Buffer.from('{"a":"\\ud800"}').toString('base64')],
    ['more than may be bound', context({ a: 'x'.repeat(9_000) })],
    ['the pair that S3 binds', context({ 'aws:s3:arn': 'arn:aws:s3:::other/object' })],
  ])('refuses a context of %s, and names the header but not the value', (_, value) => {
    const refused = refusal(() => parse({ [SSE]: 'aws:kms', [`${SSE}-context`]: value }));
    expect(refused).toEqual({
      code: 'InvalidArgument',
      message: `The header '${SSE}-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map`,
      details: { ArgumentName: `${SSE}-context` },
    });
  });

  it('lets keys pass only where nobody sees them', () => {
    expect(refusal(() => parse(triplet, false)).code).toBe('InvalidRequest');
    expect(refusal(() => parse({ [SSE]: 'aws:kms' }, false)).code).toBe('InvalidRequest');
    expect(parse({ [SSE]: 'AES256' }, false)).toEqual({ mode: 'AES256' });
  });
});

describe('refuseEncryptionHeaders', () => {
  it('says as AWS does that they mean nothing on a read', () => {
    expect(refusal(() => { refuseEncryptionHeaders(s3Request({ headers: { [SSE]: 'AES256' } })); })).toEqual({
      code: 'InvalidArgument', message: `${SSE} header is not supported for this operation.`, details: { ArgumentName: SSE, ArgumentValue: 'AES256' },
    });
    expect(refusal(() => { refuseEncryptionHeaders(s3Request({ headers: { [`${SSE}-context`]: context({}) } })); }).code).toBe('InvalidArgument');
    expect(() => { refuseEncryptionHeaders(s3Request({ headers: triplet })); }).not.toThrow();
  });
});

describe('pushEncryption', () => {
  const printed = (applied: Parameters<typeof pushEncryption>[1], headers?: Record<string, string>) => {
    const list: string[] = [];
    pushEncryption(list, applied, headers && s3Request({ headers }));
    return Object.fromEntries(list.flatMap((name, i) => (i % 2 === 0 ? [[name, list[i + 1]]] : [])));
  };
  const arn = 'arn:aws:kms:us-east-1:000000000000:key/00000000-0000-4000-8000-000000000000';

  it('tells the mode, the whole ARN, and the bucket key only if there is one', () => {
    expect(printed({ mode: 'AES256' })).toEqual({ [SSE]: 'AES256' });
    expect(printed({ mode: 'aws:kms', keyArn: arn, bucketKey: false })).toEqual({ [SSE]: 'aws:kms', [`${SSE}-aws-kms-key-id`]: arn });
    expect(printed({ mode: 'aws:kms', keyArn: arn, bucketKey: true })).toHaveProperty([`${SSE}-bucket-key-enabled`], 'true');
  });

  it('tells of a customer key its algorithm and MD5, never the key', () => {
    expect(printed({ mode: 'SSE-C', keyMd5: 'bWQ1' })).toEqual({ [`${SSE}-customer-algorithm`]: 'AES256', [`${SSE}-customer-key-MD5`]: 'bWQ1' });
  });

  it('gives a context back as it was sent', () => {
    const sent = Buffer.from('{ "b":"2",  "a":"1" }').toString('base64');
    expect(printed({ mode: 'aws:kms', keyArn: arn, bucketKey: false }, { [`${SSE}-context`]: sent })).toHaveProperty([`${SSE}-context`], sent);
  });
});
