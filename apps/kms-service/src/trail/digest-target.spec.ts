import { parseDigestTarget } from './digest-target.js';

describe('parseDigestTarget', () => {
  it.each([
    ['/var/digests', { kind: 'directory', path: '/var/digests' }], ['relative', { kind: 'directory', path: 'relative' }],
    ['s3://audit', { kind: 'bucket', bucket: 'audit', prefix: '' }], ['s3://audit/', { kind: 'bucket', bucket: 'audit', prefix: '' }],
    ['s3://audit/coffer/kms', { kind: 'bucket', bucket: 'audit', prefix: 'coffer/kms/' }], ['s3://audit/coffer/', { kind: 'bucket', bucket: 'audit', prefix: 'coffer/' }],
  ])('takes %s', (text, target) => {
    expect(parseDigestTarget(text)).toEqual(target);
  });

  it.each(['', '\0', 's3://', 's3://A', 's3://audit/a b', 'https://audit', `s3://audit/${'x'.repeat(513)}`])('takes no %j', (text) => {
    expect(parseDigestTarget(text)).toBeUndefined();
  });
});
