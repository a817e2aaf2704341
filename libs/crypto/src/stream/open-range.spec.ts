import { collect, product } from '@coffer/testing';
import fc from 'fast-check';
import { insecureTestKey, plaintextOf, readerOf, released, testAad } from '../../test/bodies.js';
import { refusal } from '../../test/refusal.js';
import { openRange, Secret, sealedSize, sealWhole } from '../index.js';

const SEGMENT_SIZE = 64;
const [FIRST, FULL] = [8, 48];
const plaintext = plaintextOf(FIRST + 4 * FULL + 20);
const sealed = sealWhole(insecureTestKey(), plaintext, testAad, SEGMENT_SIZE);
const trusted = { lengthIsAuthentic: true };

const rangeOf = (bytes: Uint8Array, start: number, end: number, options = {}, step = 1_000): ReturnType<typeof openRange> =>
  openRange(insecureTestKey(), readerOf(bytes, step).read, bytes.length, testAad, SEGMENT_SIZE, { start, end }, options);

describe('openRange', () => {
  const edges = [0, 1, FIRST - 1, FIRST, FIRST + 1, FIRST + FULL - 1, FIRST + FULL, FIRST + 2 * FULL + 1, FIRST + 4 * FULL, plaintext.length - 1, plaintext.length];

  it.each(product(edges, edges).filter(([start, end]) => start <= end))('gives the bytes from %i to %i', async (start, end) => {
    expect(await collect(rangeOf(sealed, start, end))).toEqual(plaintext.subarray(start, end));
    expect(await collect(rangeOf(sealed, start, end, trusted, 7))).toEqual(plaintext.subarray(start, end));
  });

  it('gives what a slice of the plaintext gives, whatever the sizes', async () => {
    const shape = fc.record({ size: fc.nat(700), segmentSize: fc.integer({ min: 57, max: 200 }), a: fc.nat(), b: fc.nat(), step: fc.integer({ min: 1, max: 300 }), lengthIsAuthentic: fc.boolean() });
    await fc.assert(fc.asyncProperty(shape, async ({ size, segmentSize, a, b, step, lengthIsAuthentic }) => {
      const body = plaintextOf(size);
      const bytes = sealWhole(insecureTestKey(), body, testAad, segmentSize);
      const [start, end] = [a % (size + 1), b % (size + 1)].sort((x, y) => x - y) as [number, number];
      const opened = openRange(insecureTestKey(), readerOf(bytes, step).read, bytes.length, testAad, segmentSize, { start, end }, { lengthIsAuthentic });
      expect((await collect(opened)).equals(body.subarray(start, end))).toBe(true);
    }), { numRuns: 300 });
  });

  it.each([
    ['all in one read', 0, plaintext.length, {}, [[0, sealed.length]]],
    ['the first segment in one read, if the length is known', 0, 1, trusted, [[0, 64]]],
    ['the header, the last segment and then the first, if it is not', 0, 1, {}, [[0, 40], [320, sealed.length], [0, 64]]],
    ['the header and the segments of the range', FIRST + 1, FIRST + FULL + 1, trusted, [[0, 40], [64, 192]]],
    ['the header and the last segment, which proves the length itself', plaintext.length - 1, plaintext.length, {}, [[0, 40], [320, sealed.length]]],
    ['the last segment for an empty range at the end', plaintext.length, plaintext.length, {}, [[0, 40], [320, sealed.length]]],
  ])('reads %s', async (_why, start, end, options, reads) => {
    const reader = readerOf(sealed);
    await collect(openRange(insecureTestKey(), reader.read, sealed.length, testAad, SEGMENT_SIZE, { start, end }, options));
    expect(reader.reads).toEqual(reads);
  });

  it('authenticates an empty body', async () => {
    const empty = sealWhole(insecureTestKey(), Buffer.alloc(0), testAad, SEGMENT_SIZE);
    expect(await released(rangeOf(empty, 0, 0))).toEqual({ bytes: Buffer.alloc(0), code: undefined });
    empty[55] = (empty[55] ?? 0) ^ 1;
    expect((await released(rangeOf(empty, 0, 0))).code).toBe('not_authentic');
  });

  it('needs the key only until it returns', async () => {
    const key = Secret.copyOf(insecureTestKey().reveal());
    const opened = openRange(key, readerOf(sealed).read, sealed.length, testAad, SEGMENT_SIZE, { start: 100, end: 101 });
    key[Symbol.dispose]();
    expect(await collect(opened)).toEqual(plaintext.subarray(100, 101));
  });

  it.each([[-1, 0], [2, 1], [0, plaintext.length + 1], [plaintext.length + 1, plaintext.length + 1], [0.5, 1], [0, Number.NaN]])('refuses the range from %p to %p at once', (start, end) => {
    expect(() => rangeOf(sealed, start, end)).toThrow(refusal('bad_parameter'));
  });
});

describe('openRange of a stream whose length was changed', () => {
  const range = [FIRST + 1, FIRST + 2] as const;
  const changed: [string, Buffer][] = [
    ['the last segment dropped', sealed.subarray(0, 320)],
    ['cut inside the last segment', sealed.subarray(0, -1)],
    ['cut inside a segment', sealed.subarray(0, 300)],
    ['continued by a byte', Buffer.concat([sealed, Buffer.alloc(1)])],
    ['continued by a segment', Buffer.concat([sealed, sealed.subarray(64, 128)])],
    ['cut after the range', sealed.subarray(0, 128)],
  ];

  it.each(changed)('notices before it releases a byte, if the length is not known to be true: %s', async (_why, bytes) => {
    expect(await released(rangeOf(bytes, ...range))).toEqual({ bytes: Buffer.alloc(0), code: 'not_authentic' });
  });

  it.each(changed)('holds each segment against a length that is known to be true: %s', async (_why, bytes) => {
    const known = (start: number, end: number): ReturnType<typeof openRange> =>
      openRange(insecureTestKey(), readerOf(bytes).read, sealed.length, testAad, SEGMENT_SIZE, { start, end }, trusted);
    // The range lies in segments that are whole, and the end of the stream does not.
    expect((await released(known(...range))).bytes).toEqual(plaintext.subarray(...range));
    const end = await released(known(0, plaintext.length));
    if (bytes.length < sealed.length) expect(end.code).toBe('truncated');
    expect(plaintext.subarray(0, end.bytes.length).equals(end.bytes)).toBe(true);
  });

  it('does not take a true prefix for the whole, even if told that its length is authentic', async () => {
    expect((await released(rangeOf(sealed.subarray(0, 320), FIRST + 3 * FULL, FIRST + 3 * FULL + 1, trusted))).code).toBe('not_authentic');
  });

  it('refuses an impossible length at once', () => {
    for (const length of [0, 39, 55, 64 + 16]) {
      expect(() => openRange(insecureTestKey(), readerOf(sealed).read, length, testAad, SEGMENT_SIZE, { start: 0, end: 0 })).toThrow(refusal('truncated'));
    }
  });
});

describe('openRange of changed bytes', () => {
  it('refuses every flipped byte that it reads, and releases a true prefix of the range only', async () => {
    const [start, end] = [FIRST + 10, FIRST + 2 * FULL + 10];
    for (let at = 0; at < sealed.length; at += 1) {
      const bytes = Buffer.from(sealed);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      const { bytes: got, code } = await released(rangeOf(bytes, start, end));
      expect(code).toBe(at < 40 || (at >= 64 && at < 256) || at >= 320 ? 'not_authentic' : undefined);
      expect(got.equals(plaintext.subarray(start, start + got.length))).toBe(true);
      expect(got.length).toBeLessThanOrEqual(code === undefined ? end - start : 2 * FULL);
    }
  });

  it('refuses segments that were swapped, and one of another stream', async () => {
    const other = sealWhole(insecureTestKey(), plaintext, testAad, SEGMENT_SIZE);
    const segment = (from: Buffer, index: number): Buffer => from.subarray(index * 64, (index + 1) * 64);
    const swapped = Buffer.concat([segment(sealed, 0), segment(sealed, 2), segment(sealed, 1), sealed.subarray(192)]);
    const foreign = Buffer.concat([segment(sealed, 0), segment(other, 1), sealed.subarray(128)]);
    for (const bytes of [swapped, foreign]) expect(await released(rangeOf(bytes, FIRST, FIRST + 1))).toEqual({ bytes: Buffer.alloc(0), code: 'not_authentic' });
  });

  it('refuses a store that gives fewer or more bytes than it was asked for, and passes its errors', async () => {
    const with_ = (read: (start: number, end: number) => Promise<Iterable<Uint8Array>>): ReturnType<typeof released> =>
      released(openRange(insecureTestKey(), read, sealed.length, testAad, SEGMENT_SIZE, { start: FIRST + 1, end: FIRST + 2 }, trusted));
    expect((await with_((start, end) => Promise.resolve([sealed.subarray(start, end - 1)]))).code).toBe('truncated');
    expect((await with_((start, end) => Promise.resolve([sealed.subarray(start, end + 1)]))).code).toBe('not_authentic');
    expect((await with_(() => Promise.resolve([]))).code).toBe('truncated');
    expect((await with_(() => Promise.reject(Object.assign(new Error('gone'), { code: 'theirs' })))).code).toBe('theirs');
    expect(sealedSize(plaintext.length, SEGMENT_SIZE)).toBe(sealed.length);
  });
});
