import { join } from 'node:path';

import { vectors } from '@coffer/testing';

import { EVERYTHING_BLOCKED } from '../access/public-access-block.js';
import { DEFAULT_ENCRYPTION } from '../sse/encryption.js';
import { decodeBucket, encodeBucket, type BucketRecord } from './bucket-codec.js';

interface Vector {
  readonly why: string;
  /** Absent members are undefined ones. */
  readonly value: Partial<BucketRecord>;
  readonly bytes: string;
}

const table = vectors<Vector>(join(import.meta.dirname, '../../vectors/bucket.json'));
const record = (value: Partial<BucketRecord>) => ({ publicAccessBlock: undefined, policyText: undefined, versioning: 'unversioned', ...value }) as BucketRecord;
const damage = expect.objectContaining({ code: 'InternalError' }) as Error;
/** As the version before bucket policies wrote it: created 2025-11-24, us-east-1, account 000000000000. */
const FORMAT_1 = '01019ab697e87b000975732d656173742d31000c303030303030303030303030';
/** As the version before default encryption wrote it: the same, without a public access block and with the policy `{}`. */
const FORMAT_2 = '02019ab697e87b000975732d656173742d31000c3030303030303030303030300000027b7d';

describe('the stored format of a bucket', () => {
  it.each(table)('is what it was: $why', ({ value, bytes }) => {
    expect(encodeBucket(record(value)).toString('hex')).toBe(bytes);
    expect(decodeBucket(Buffer.from(bytes, 'hex'))).toEqual(record(value));
  });

  it('reads a bucket of the first format as one that blocks everything and has no policy', () => {
    expect(decodeBucket(Buffer.from(FORMAT_1, 'hex'))).toEqual({
      createdMs: 1_764_000_000_123, region: 'us-east-1', ownerAccountId: '000000000000', publicAccessBlock: EVERYTHING_BLOCKED, policyText: undefined, encryption: DEFAULT_ENCRYPTION, versioning: 'unversioned',
    });
  });

  it('reads a bucket of the second format as one that seals with SSE-S3', () => {
    expect(decodeBucket(Buffer.from(FORMAT_2, 'hex'))).toEqual({
      createdMs: 1_764_000_000_123, region: 'us-east-1', ownerAccountId: '000000000000', publicAccessBlock: undefined, policyText: '{}', encryption: DEFAULT_ENCRYPTION, versioning: 'unversioned',
    });
  });

  it.each([...table, { why: 'the first format', bytes: FORMAT_1 }, { why: 'the second format', bytes: FORMAT_2 }])('is refused when it is cut, continued, or of another version: $why', ({ bytes }) => {
    const whole = Buffer.from(bytes, 'hex');
    for (let length = 0; length < whole.length; length += 1) expect(() => decodeBucket(whole.subarray(0, length))).toThrow(damage);
    expect(() => decodeBucket(Buffer.concat([whole, Buffer.of(0)]))).toThrow(damage);
    for (const format of [0, 4, 255]) expect(() => decodeBucket(Buffer.concat([Buffer.of(format), whole.subarray(1)]))).toThrow(damage);
  });

  it.each(table)('prints back to the same bytes whatever it accepts: $why', ({ bytes }) => {
    const whole = Buffer.from(bytes, 'hex');
    // The format's own byte is left: former formats are read and never written.
    for (let bit = 8; bit < whole.length * 8; bit += 1) {
      const changed = Buffer.from(whole);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const decoded = accepted(changed);
      if (decoded !== undefined) expect(encodeBucket(decoded).equals(changed)).toBe(true);
    }
  });

  it.each([3, 255])('is refused with the versioning %i, which nobody wrote', (byte) => {
    const bytes = encodeBucket({ createdMs: 0, region: 'r', ownerAccountId: 'o', publicAccessBlock: EVERYTHING_BLOCKED, policyText: undefined, encryption: DEFAULT_ENCRYPTION, versioning: 'enabled' });
    bytes[bytes.length - 1] = byte;
    expect(() => decodeBucket(bytes)).toThrow(damage);
  });

  it.each([1, 15, 32, 255])('is refused with the blocks %i, which nobody wrote', (byte) => {
    const bytes = encodeBucket({ createdMs: 0, region: 'r', ownerAccountId: 'o', publicAccessBlock: EVERYTHING_BLOCKED, policyText: undefined, encryption: DEFAULT_ENCRYPTION, versioning: 'unversioned' });
    bytes[bytes.length - 7] = byte;
    expect(() => decodeBucket(bytes)).toThrow(damage);
  });

  it.each([['an unknown mode', Buffer.of(4, 0, 0, 0)], ['a key of SSE-S3', Buffer.of(0, 0, 1, 0x61, 0)]])('is refused with %s, which nobody wrote', (_, end) => {
    const bytes = encodeBucket({ createdMs: 0, region: 'r', ownerAccountId: 'o', publicAccessBlock: EVERYTHING_BLOCKED, policyText: undefined, encryption: DEFAULT_ENCRYPTION, versioning: 'unversioned' });
    expect(() => decodeBucket(Buffer.concat([bytes.subarray(0, -4), end]))).toThrow(damage);
  });
});

function accepted(bytes: Buffer): BucketRecord | undefined {
  try {
    return decodeBucket(bytes);
  } catch (error) {
    expect(error).toEqual(damage);
    return undefined;
  }
}
