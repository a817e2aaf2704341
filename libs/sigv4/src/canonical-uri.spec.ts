import { canonicalUri } from './canonical-uri.js';

describe('canonicalUri', () => {
  const vectors: readonly { why: string; path: string; s3: string; kms: string }[] = [
    { why: 'the root', path: '/', s3: '/', kms: '/' },
    { why: 'no path is the root', path: '', s3: '/', kms: '/' },
    { why: 'S3 keeps empty segments: they are names', path: '/b//k/', s3: '/b//k/', kms: '/b/k/' },
    { why: 'S3 keeps dot segments: they are names', path: '/b/./../k', s3: '/b/./../k', kms: '/k' },
    { why: 'nothing is above the root', path: '/../../k', s3: '/../../k', kms: '/k' },
    { why: 'S3 encodes once, others once more', path: '/b/a%20b', s3: '/b/a%20b', kms: '/b/a%2520b' },
    { why: 'what came bare is encoded', path: '/b/a b', s3: '/b/a%20b', kms: '/b/a%20b' },
    { why: 'an encoded dot segment is a name', path: '/b/%2e%2e/k', s3: '/b/../k', kms: '/b/%252e%252e/k' },
  ];

  it.each(vectors)('$why', ({ path, s3, kms }) => {
    expect(canonicalUri('s3', path)).toBe(s3);
    expect(canonicalUri('kms', path)).toBe(kms);
  });
});
