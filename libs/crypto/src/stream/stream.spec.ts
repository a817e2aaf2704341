import { join } from 'node:path';
import { collect, inSteps, product, vectors } from '@coffer/testing';
import { doors, hex, insecureTestKey, plaintextOf, released, testAad } from '../../test/bodies.js';
import { refusal } from '../../test/refusal.js';
import { type AssociatedData, associatedData, type CryptoErrorCode, openStream, openWhole, sealedSize, sealParts, sealStream, sealWhole, Secret, SEGMENT_SIZE_MAX, SEGMENT_SIZE_MIN, WHOLE_SIZE_MAX } from '../index.js';
import { SEGMENT_COUNT_MAX } from './layout.js';
import { StreamKey } from './stream-key.js';

const SEGMENT_SIZE = 1_000;
const [FIRST, FULL] = [SEGMENT_SIZE - 56, SEGMENT_SIZE - 16];
const sizes = [0, 1, 500, FIRST - 1, FIRST, FIRST + 1, FIRST + FULL - 1, FIRST + FULL, FIRST + FULL + 1, FIRST + 3 * FULL + 500];
const steps = [1, 7, 512, FIRST, FULL, SEGMENT_SIZE - 1, SEGMENT_SIZE, SEGMENT_SIZE + 1, 10_000];

interface StreamVector { why: string; key: string; aad: string; segmentSize: number; sealed: string; plaintext?: string; refused?: CryptoErrorCode; refusedForLength?: CryptoErrorCode; prefix?: string }
const rows = vectors<StreamVector>(join(import.meta.dirname, '../../vectors/streams.json'));

describe('sealStream and openStream', () => {
  it.each(product(sizes, steps))('round-trip %i bytes in steps of %i', async (size, step) => {
    const plaintext = plaintextOf(size);
    const sealed = await collect(sealStream(insecureTestKey(), inSteps(plaintext, step), testAad, SEGMENT_SIZE));
    expect(sealed).toHaveLength(sealedSize(size, SEGMENT_SIZE));
    expect(await collect(openStream(insecureTestKey(), inSteps(sealed, step), testAad, SEGMENT_SIZE))).toEqual(plaintext);
    expect(openWhole(insecureTestKey(), sealed, testAad, SEGMENT_SIZE)).toEqual(plaintext);
    expect(await collect(openStream(insecureTestKey(), [sealWhole(insecureTestKey(), plaintext, testAad, SEGMENT_SIZE)], testAad, SEGMENT_SIZE))).toEqual(plaintext);
  });

  it('give a buffer a segment', async () => {
    const sealed: number[] = [];
    for await (const { length } of sealStream(insecureTestKey(), inSteps(plaintextOf(FIRST + FULL + 1), 7), testAad, SEGMENT_SIZE)) sealed.push(length);
    expect(sealed).toEqual([SEGMENT_SIZE, SEGMENT_SIZE, 17]);
    const opened: number[] = [];
    const whole = sealWhole(insecureTestKey(), plaintextOf(FIRST + FULL + 1), testAad, SEGMENT_SIZE);
    for await (const { length } of openStream(insecureTestKey(), inSteps(whole, 7), testAad, SEGMENT_SIZE)) opened.push(length);
    expect(opened).toEqual([FIRST, FULL, 1]);
  });

  it('give parts that join to the same form', async () => {
    const plaintext = plaintextOf(FIRST + FULL + 1);
    const parts: Buffer[][] = [];
    for await (const segment of sealParts(insecureTestKey(), inSteps(plaintext, 300), testAad, SEGMENT_SIZE)) parts.push(segment);
    expect(parts.map((segment) => segment.map(({ length }) => length))).toEqual([[40, FIRST, 16], [FULL, 16], [1, 16]]);
    expect(openWhole(insecureTestKey(), Buffer.concat(parts.flat()), testAad, SEGMENT_SIZE)).toEqual(plaintext);
  });

  it('seal the same thing differently each time', () => {
    const seen = new Set(Array.from({ length: 100 }, () => sealWhole(insecureTestKey(), Buffer.from('same'), testAad, SEGMENT_SIZE).toString('hex')));
    expect(seen.size).toBe(100);
  });

  it('need the key only until they return', async () => {
    const own = (): Secret => Secret.copyOf(insecureTestKey().reveal());
    const [sealing, opening] = [own(), own()];
    const sealed = sealStream(sealing, [Buffer.from('text')], testAad, SEGMENT_SIZE);
    sealing[Symbol.dispose]();
    const opened = openStream(opening, sealed, testAad, SEGMENT_SIZE);
    opening[Symbol.dispose]();
    expect((await collect(opened)).toString()).toBe('text');
    expect(() => sealStream(sealing, [], testAad, SEGMENT_SIZE)).toThrow(refusal('disposed'));
    expect(() => openStream(opening, [], testAad, SEGMENT_SIZE)).toThrow(refusal('disposed'));
  });

  it('pass an error of the source through, after a true prefix', async () => {
    function* broken(bytes: Uint8Array): Generator<Uint8Array> {
      yield bytes;
      throw Object.assign(new Error('the signature was wrong'), { code: 'theirs' });
    }
    const sealed = sealWhole(insecureTestKey(), plaintextOf(2 * SEGMENT_SIZE), testAad, SEGMENT_SIZE);
    expect((await released(sealStream(insecureTestKey(), broken(plaintextOf(FIRST + 10)), testAad, SEGMENT_SIZE))).code).toBe('theirs');
    const { bytes, code } = await released(openStream(insecureTestKey(), broken(sealed), testAad, SEGMENT_SIZE));
    expect(code).toBe('theirs');
    expect(bytes).toEqual(plaintextOf(2 * SEGMENT_SIZE).subarray(0, FIRST + FULL));
  });

  it('keep apart names, labels and keys', async () => {
    const sealed = sealWhole(insecureTestKey(), Buffer.from('text'), testAad, SEGMENT_SIZE);
    for (const aad of [associatedData('test/v2', Buffer.from('bucket'), Buffer.from('name')), associatedData('test/v1', Buffer.from('bucketn'), Buffer.from('ame'))]) {
      for (const { open } of doors) expect(await open(insecureTestKey(), sealed, aad, SEGMENT_SIZE)).toEqual({ bytes: Buffer.alloc(0), code: 'not_authentic' });
    }
    expect(() => openWhole(Secret.random(), sealed, testAad, SEGMENT_SIZE)).toThrow(refusal('not_authentic'));
  });

  it.each([SEGMENT_SIZE_MIN - 1, SEGMENT_SIZE_MAX + 1])('refuse segments of %i at once', (segmentSize) => {
    expect(() => sealStream(insecureTestKey(), [], testAad, segmentSize)).toThrow(refusal('bad_parameter'));
    expect(() => openStream(insecureTestKey(), [], testAad, segmentSize)).toThrow(refusal('bad_parameter'));
    expect(() => sealWhole(insecureTestKey(), Buffer.alloc(1), testAad, segmentSize)).toThrow(refusal('bad_parameter'));
    expect(() => openWhole(insecureTestKey(), Buffer.alloc(99), testAad, segmentSize)).toThrow(refusal('bad_parameter'));
  });

  it.each([SEGMENT_SIZE_MIN, SEGMENT_SIZE_MAX])('take segments of %i', async (segmentSize) => {
    const plaintext = Buffer.alloc(2 * segmentSize, 5);
    const sealed = await collect(sealStream(insecureTestKey(), [plaintext], testAad, segmentSize));
    expect((await collect(openStream(insecureTestKey(), [sealed], testAad, segmentSize))).equals(plaintext)).toBe(true);
  });

  it('take a whole body up to its limit and not one byte more', () => {
    const most = Buffer.alloc(WHOLE_SIZE_MAX + 1, 5);
    const sealed = sealWhole(insecureTestKey(), most.subarray(1), testAad, SEGMENT_SIZE_MAX);
    expect(openWhole(insecureTestKey(), sealed, testAad, SEGMENT_SIZE_MAX).equals(most.subarray(1))).toBe(true);
    expect(() => sealWhole(insecureTestKey(), most, testAad, SEGMENT_SIZE_MAX)).toThrow(refusal('bad_parameter'));
    expect(() => openWhole(insecureTestKey(), Buffer.alloc(sealedSize(most.length, SEGMENT_SIZE_MAX)), testAad, SEGMENT_SIZE_MAX)).toThrow(refusal('bad_parameter'));
  });

  it('count no further than the index does', () => {
    const { streamKey } = StreamKey.create(insecureTestKey(), testAad);
    const [sealed, tag] = streamKey.seal(SEGMENT_COUNT_MAX - 1, true, Buffer.from('text')) as [Buffer, Buffer];
    expect(streamKey.open(SEGMENT_COUNT_MAX - 1, true, Buffer.concat([sealed, tag])).toString()).toBe('text');
    expect(() => streamKey.seal(SEGMENT_COUNT_MAX, true, Buffer.from('text'))).toThrow(refusal('bad_parameter'));
  });
});

describe.each(doors)('$door', ({ open, knowsLength }) => {
  it.each(rows)('$why', async ({ key, aad, segmentSize, sealed, plaintext = '', refused, refusedForLength = refused, prefix = '' }) => {
    const { bytes, code } = await open(Secret.copyOf(hex(key)), hex(sealed), hex(aad) as Uint8Array as AssociatedData, segmentSize);
    expect(code).toBe(knowsLength ? refusedForLength : refused);
    if (refused === undefined) expect(bytes.toString('hex')).toBe(plaintext);
    else if (knowsLength) expect(prefix.startsWith(bytes.toString('hex'))).toBe(true);
    else expect(bytes.toString('hex')).toBe(prefix);
  });

  it('refuses every flipped byte of three segments, and releases a true prefix only', async () => {
    const plaintext = plaintextOf(8 + 48 + 20);
    const sealed = sealWhole(insecureTestKey(), plaintext, testAad, 64);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const { bytes, code } = await open(insecureTestKey(), changed, testAad, 64);
      expect(code).toBe('not_authentic');
      expect(bytes.equals(plaintext.subarray(0, bytes.length))).toBe(true);
      expect(bytes.length).toBeLessThanOrEqual(at < 64 ? 0 : at < 128 ? 8 : 56);
    }
  });

  it('refuses every cut, at a segment and inside one', async () => {
    const plaintext = plaintextOf(8 + 48 + 20);
    const sealed = sealWhole(insecureTestKey(), plaintext, testAad, 64);
    for (let length = 0; length < sealed.length; length += 1) {
      const { bytes, code } = await open(insecureTestKey(), sealed.subarray(0, length), testAad, 64);
      expect(['not_authentic', 'truncated']).toContain(code);
      expect(bytes.equals(plaintext.subarray(0, bytes.length))).toBe(true);
    }
  });
});
