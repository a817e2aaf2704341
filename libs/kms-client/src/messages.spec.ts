import type { OnBehalfOf } from './kms-client.js';
import { decodeDataKeyBatch, decodeDecryptBatch, encodeDataKeyBatch, encodeDecryptBatch } from './messages.js';

const alice = {
  type: 'User', arn: 'arn:aws:iam::000000000000:user/alice', accountId: '000000000000', principalId: 'AIDAALICE', userName: 'alice',
  accessKeyId: 'AKIAALICE', sourceIp: '10.0.0.1', userAgent: 'suite', secureTransport: true, viaService: 's3.us-east-1.amazonaws.com',
} as const;
const root = { type: 'Root', arn: 'arn:aws:iam::000000000000:root', accountId: '000000000000', principalId: '000000000000', accessKeyId: 'AKIAROOT', sourceIp: '10.0.0.1', userAgent: '', secureTransport: true } as const;
const context = new Map([['aws:s3:arn', 'arn:aws:s3:::notes/é'], ['', '']]);
const arn = 'arn:aws:kms:us-east-1:000000000000:key/1';

const askedBy = (who: OnBehalfOf) => ({ who, keyId: 'alias/notes', context });

describe('encodeDataKeyBatch', () => {
  it('says of each entry what was asked', () => {
    expect(encodeDataKeyBatch([{ ...askedBy(alice), requestId: 'r1' }])).toEqual({
      onBehalfOf: [{ caller: { ...alice, type: 2 } }],
      entries: [{
        who: 0, keyId: 'alias/notes', numberOfBytes: 32, requestId: 'r1',
        encryptionContext: [{ key: Buffer.from('aws:s3:arn'), value: Buffer.from('arn:aws:s3:::notes/é') }, { key: Buffer.alloc(0), value: Buffer.alloc(0) }],
      }],
    });
  });

  it('leaves out what a caller does not have', () => {
    const [message] = encodeDataKeyBatch([askedBy(root)]).onBehalfOf ?? [];
    expect(Object.keys(message?.caller ?? {})).not.toContain('userName');
    expect(Object.keys(message?.caller ?? {})).not.toContain('viaService');
    expect(message?.caller?.type).toBe(1);
  });

  it('names each caller once, whatever object it is', () => {
    const { onBehalfOf, entries } = encodeDataKeyBatch([alice, root, { ...alice }, 'service' as const, root, 'service' as const].map(askedBy));
    expect(onBehalfOf).toHaveLength(3);
    expect(entries?.map(({ who }) => who)).toEqual([0, 1, 0, 2, 1, 2]);
    expect(onBehalfOf?.[2]).toEqual({ service: {} });
  });

  it.each([
    ['address', { ...alice, sourceIp: '10.0.0.2' }],
    ['access key', { ...alice, accessKeyId: 'AKIAOTHER' }],
    ['service', { ...alice, viaService: 'other' }],
    ['division between two members', { ...alice, sourceIp: '10.0.0.1suite', userAgent: '' }],
  ])('tells callers apart that differ in their %s', (_, other) => {
    expect(encodeDataKeyBatch([askedBy(alice), askedBy(other)]).onBehalfOf).toHaveLength(2);
  });
});

it('encodeDecryptBatch names blob and context', () => {
  const blob = Buffer.from('blob');
  const { entries } = encodeDecryptBatch([{ who: alice, blob, context: new Map() }]);
  expect(entries).toEqual([{ who: 0, ciphertextBlob: blob, encryptionContext: [] }]);
});

describe('decodeDataKeyBatch', () => {
  const dataKey = () => ({ keyId: arn, plaintext: Buffer.alloc(32, 7), ciphertextBlob: Buffer.from('blob') });

  it('moves the key into a Secret and zeroes the message', () => {
    const message = dataKey();
    const [key] = decodeDataKeyBatch({ results: [{ dataKey: message }] });
    expect(key).toMatchObject({ keyArn: arn, blob: Buffer.from('blob') });
    expect(key instanceof Error ? undefined : [...(key?.plaintext.reveal() ?? [])]).toEqual(Array<number>(32).fill(7));
    expect(message.plaintext).toEqual(Buffer.alloc(32));
  });

  it('keeps no view of the message', () => {
    const message = dataKey();
    const [key] = decodeDataKeyBatch({ results: [{ dataKey: message }] });
    message.ciphertextBlob.fill(0);
    expect(key).toMatchObject({ blob: Buffer.from('blob') });
  });

  it.each([
    ['an error', { error: { code: 'DisabledException', message: 'is disabled.' } }, 'DisabledException'],
    ['an error without a message', { error: { code: 'InvalidCiphertextException' } }, 'InvalidCiphertextException'],
    ['nothing', {}, 'KMSInternalException'],
    ['a key without a blob', { dataKey: { keyId: arn, plaintext: Buffer.alloc(32, 7) } }, 'KMSInternalException'],
    ['a key that is too short', { dataKey: { ...dataKey(), plaintext: Buffer.alloc(31, 7) } }, 'KMSInternalException'],
    ['a key that is too long', { dataKey: { ...dataKey(), plaintext: Buffer.alloc(33, 7) } }, 'KMSInternalException'],
    ['no plaintext', { dataKey: { keyId: arn, ciphertextBlob: Buffer.from('blob') } }, 'KMSInternalException'],
  ])('refuses %s', (_, result, code) => {
    expect(decodeDataKeyBatch({ results: [result] })).toMatchObject([{ code }]);
  });

  it('has no results for an empty message', () => {
    expect(decodeDataKeyBatch({})).toEqual([]);
  });
});

it('decodeDecryptBatch answers entry by entry, and zeroes the message', () => {
  const message = Buffer.alloc(16, 9);
  const [opened, refused, nothing] = decodeDecryptBatch({ results: [{ plaintext: { keyId: arn, plaintext: message } }, { error: { code: 'InvalidCiphertextException', message: '' } }, {}] });
  expect(opened).toMatchObject({ keyArn: arn });
  expect(opened instanceof Error ? undefined : opened?.plaintext.length).toBe(16);
  expect(message).toEqual(Buffer.alloc(16));
  expect(refused).toMatchObject({ code: 'InvalidCiphertextException', message: '' });
  expect(nothing).toMatchObject({ code: 'KMSInternalException' });
});
