import { collect, inSteps, product } from '@coffer/testing';
import { plaintextOf } from '../../test/bodies.js';
import { segmented, segmentedAtOnce } from './segmented.js';

const sizes = [0, 1, 6, 7, 8, 9, 16, 17, 18, 27, 28, 100];
const steps = [1, 3, 6, 7, 10, 11, 200];

describe('segmented', () => {
  it.each(product(sizes, steps))('regroups %i bytes in steps of %i', async (size, step) => {
    const bytes = plaintextOf(size);
    const got: { bytes: Buffer; last: boolean }[] = [];
    for await (const segment of segmented(inSteps(bytes, step), 7, 10)) got.push({ bytes: Buffer.from(segment.bytes), last: segment.last });
    expect(Buffer.concat(got.map((segment) => segment.bytes))).toEqual(bytes);
    expect(got.map(({ last }) => last)).toEqual(got.map((_, index) => index === got.length - 1));
    for (const [index, segment] of got.slice(0, -1).entries()) expect(segment.bytes).toHaveLength(index === 0 ? 7 : 10);
    if (size > 0) expect(got.at(-1)?.bytes.length).toBeGreaterThan(0);
  });

  it('passes over empty chunks', async () => {
    const empty = new Uint8Array(0);
    const got: string[] = [];
    for await (const { bytes, last } of segmented([empty, Buffer.from('abcdefg'), empty, empty, Buffer.from('h'), empty], 7, 10)) got.push(`${Buffer.from(bytes).toString()}${last ? '.' : ''}`);
    expect(got).toEqual(['abcdefg', 'h.']);
  });

  it('asks its source for nothing before it is asked, and closes it when it is left', async () => {
    const log: string[] = [];
    function* source(): Generator<Uint8Array> {
      try {
        for (;;) {
          log.push('gave');
          yield Buffer.alloc(10);
        }
      } finally {
        log.push('closed');
      }
    }
    const segments = segmented(source(), 10, 10);
    expect(log).toEqual([]);
    await segments.next();
    await segments.return(undefined);
    expect(log).toEqual(['gave', 'gave', 'closed']);
  });
});

describe('segmentedAtOnce', () => {
  it.each(product(sizes, steps))('regroups %i bytes in steps of %i', async (size, step) => {
    const bytes = plaintextOf(size);
    const segments: Buffer[] = [];
    for await (const segment of segmentedAtOnce(inSteps(bytes, step), 10)) segments.push(Buffer.from(segment));
    expect(Buffer.concat(segments)).toEqual(bytes);
    expect(segments.map(({ length }) => length)).toEqual([...Array.from({ length: Math.floor(size / 10) }, () => 10), ...(size % 10 === 0 ? [] : [size % 10])]);
  });

  it('gives a full segment without waiting for what follows', async () => {
    const segments = segmentedAtOnce((function* (): Generator<Uint8Array> {
      yield Buffer.alloc(10, 1);
      throw new Error('the store went away');
    })(), 10);
    expect((await segments.next()).value).toEqual(Buffer.alloc(10, 1));
    await expect(collect(segments)).rejects.toThrow('the store went away');
  });
});
