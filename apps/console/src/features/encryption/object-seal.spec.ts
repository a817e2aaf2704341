import { layersOf, objectSeal, type SealHead } from './object-seal.js';

const arn = 'arn:aws:kms:us-east-1:000000000000:key/k1';
const names = (head: SealHead): string[] => layersOf(objectSeal(head), 'notes', 'a').map(({ name }) => name);

describe('the seal of an object', () => {
  it.each<[string, SealHead, object]>([
    ['SSE-S3', { ServerSideEncryption: 'AES256' }, { mode: 'SSE-S3', bucketKey: false, clientSide: false }],
    ['SSE-KMS', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: arn }, { mode: 'SSE-KMS', keyArn: arn, bucketKey: false }],
    ['SSE-KMS with a bucket key', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: arn, BucketKeyEnabled: true }, { mode: 'SSE-KMS', bucketKey: true }],
    ['two layers', { ServerSideEncryption: 'aws:kms:dsse', SSEKMSKeyId: arn }, { mode: 'DSSE-KMS' }],
    ['SSE-C', { SSECustomerAlgorithm: 'AES256' }, { mode: 'SSE-C' }],
    ['a client', { ServerSideEncryption: 'AES256', Metadata: { 'x-amz-3': 'x' } }, { mode: 'SSE-S3', clientSide: true }],
    ['an older client', { ServerSideEncryption: 'AES256', Metadata: { 'x-amz-key-v2': 'x' } }, { clientSide: true }],
  ])('is read from a HEAD: %s', (_why, head, seal) => {
    expect(objectSeal(head)).toMatchObject(seal);
  });

  it('is drawn from the body outwards', () => {
    expect(names({ ServerSideEncryption: 'AES256' })).toEqual(['Body', 'Object key', 'Service key']);
    expect(names({ SSECustomerAlgorithm: 'AES256' })).toEqual(['Body', 'Object key', 'Your key']);
    expect(names({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: arn })).toEqual(['Body', 'Object key', 'KMS key']);
    expect(names({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: arn, BucketKeyEnabled: true })).toEqual(['Body', 'Object key', 'Bucket key', 'KMS key']);
  });

  it('says what each layer is bound to', () => {
    const bound = layersOf(objectSeal({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: arn, BucketKeyEnabled: true }), 'notes', 'a/b').map(({ boundTo }) => boundTo);
    expect(bound).toEqual(['its place among the segments', 'notes/a/b', 'encryption context: arn:aws:s3:::notes', undefined]);
  });
});
