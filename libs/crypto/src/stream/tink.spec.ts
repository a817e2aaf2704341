import { join } from 'node:path';
import { collect, inSteps, vectors } from '@coffer/testing';
import { hex, readerOf } from '../../test/bodies.js';
import { type AssociatedData, openRange, openStream, openWhole, Secret, sealedSize } from '../index.js';

interface TinkVector { why: string; segmentSize: number; key: string; associatedData: string; plaintext: string; sealed: string }

describe('what Tink sealed', () => {
  // Tink's associated data is any bytes; ours, which is framed, goes into the derivation as it stands.
  const rows = vectors<TinkVector>(join(import.meta.dirname, '../../vectors/tink/streams.json')).map((row) => ({
    ...row, key: Secret.copyOf(hex(row.key)), aad: hex(row.associatedData) as Uint8Array as AssociatedData, plaintext: hex(row.plaintext), sealed: hex(row.sealed),
  }));

  it.each(rows)('opens whole, as a stream and by ranges: $why', async ({ key, aad, segmentSize, plaintext, sealed }) => {
    expect(sealedSize(plaintext.length, segmentSize)).toBe(sealed.length);
    expect(openWhole(key, sealed, aad, segmentSize)).toEqual(plaintext);
    expect(await collect(openStream(key, inSteps(sealed, 50), aad, segmentSize))).toEqual(plaintext);
    const range = { start: plaintext.length >> 2, end: plaintext.length };
    expect(await collect(openRange(key, readerOf(sealed).read, sealed.length, aad, segmentSize, range))).toEqual(plaintext.subarray(range.start));
  });
});
