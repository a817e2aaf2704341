import { EVERYTHING_BLOCKED } from '../access/public-access-block.js';
import { DEFAULT_ENCRYPTION } from '../sse/encryption.js';

import { encodeBucket } from './bucket-codec.js';
import { KNOWN_BUCKETS_SIZE_MAX, KnownBuckets } from './known-buckets.js';

const POLICY = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::notes/*"}]}';
const record = (policyText?: string, createdMs = 1) => encodeBucket({ createdMs, region: 'us-east-1', ownerAccountId: '000000000000', publicAccessBlock: EVERYTHING_BLOCKED, policyText, encryption: DEFAULT_ENCRYPTION, versioning: 'unversioned' });

describe('KnownBuckets', () => {
  it('decodes a bucket once, whichever buffer its record comes in', () => {
    const known = new KnownBuckets();
    const first = known.of({ name: 'notes', record: record(POLICY) });
    expect(first).toMatchObject({ name: 'notes', ownerAccountId: '000000000000', created: new Date(1), publicAccessBlock: EVERYTHING_BLOCKED, policy: { isPublic: true } });
    expect(known.of({ name: 'notes', record: record(POLICY) })).toBe(first);
  });

  it('never answers with a policy that is not the bucket\'s now', () => {
    const known = new KnownBuckets();
    expect(known.of({ name: 'notes', record: record(POLICY) }).policy).toBeDefined();
    expect(known.of({ name: 'notes', record: record() }).policy).toBeUndefined();
    expect(known.of({ name: 'notes', record: record(POLICY) }).policy?.policy.text).toBe(POLICY);
  });

  it('takes nothing of one bucket for another with the same record', () => {
    const known = new KnownBuckets();
    known.of({ name: 'notes', record: record() });
    expect(known.of({ name: 'other', record: record() }).name).toBe('other');
  });

  it('calls a policy damage that nobody could have put', () => {
    expect(() => new KnownBuckets().of({ name: 'notes', record: record('{') })).toThrow(expect.objectContaining({ code: 'InternalError' }));
  });

  it('holds no more than its limit, and lets the oldest go', () => {
    const known = new KnownBuckets();
    const first = known.of({ name: 'b0', record: record() });
    const padded = POLICY + ' '.repeat(20_000);
    for (let i = 1; i * 20_000 < 2 * KNOWN_BUCKETS_SIZE_MAX; i += 1) {
      known.of({ name: `b${i}`, record: record(padded) });
      expect(known.size).toBeLessThanOrEqual(KNOWN_BUCKETS_SIZE_MAX);
    }
    expect(known.size).toBeGreaterThan(KNOWN_BUCKETS_SIZE_MAX - 25_000);
    expect(known.of({ name: 'b0', record: record() })).not.toBe(first);
    expect(known.of({ name: 'b0', record: record() })).toEqual(first);
  });
});
