import { refusal } from '../../test/bodies.js';
import { PLAINTEXT_SIZE_MAX } from '../algorithm-suite.js';
import { bodySource } from '../node/body-source.js';
import { PartBuffers } from './part-buffers.js';
import { partsOf } from './parts.js';

describe('parts', () => {
  it.each([[0, 10, [0]], [9, 3, [9]], [10, 10, [10]], [11, 4, [10, 1]], [20, 7, [10, 10]], [35, 35, [10, 10, 10, 5]]])('of %i bytes in steps of %i', async (size, step, lengths) => {
    const bytes = Buffer.from(Array.from({ length: size }, (_, at) => at));
    const steps = async function* (): AsyncGenerator<Uint8Array> { for (let at = 0; at < size; at += step) yield bytes.subarray(at, at + step); };
    const buffers = new PartBuffers(10, 2);
    const parts: Buffer[] = [];
    const lasts: boolean[] = [];
    for await (const { buffer, bytes: part, last } of partsOf(steps(), buffers)) {
      parts.push(Buffer.from(part));
      lasts.push(last);
      buffers.release(buffer);
    }
    expect(parts.map(({ length }) => length)).toEqual(lengths);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    expect(lasts).toEqual(lengths.map((_, at) => at === lengths.length - 1));
  });

  it('wait for a buffer, and fail with what failed', async () => {
    const buffers = new PartBuffers(10, 1);
    const first = await buffers.acquire();
    const waiting = buffers.acquire();
    buffers.release(first);
    expect(await waiting).toBe(first);
    const never = buffers.acquire();
    buffers.fail(new Error('lost'));
    buffers.fail(new Error('later'));
    await expect(never).rejects.toThrow('lost');
    await expect(buffers.acquire()).rejects.toThrow('lost');
  });
});

describe('a body', () => {
  it('of a length that is told may be as long as the cipher allows, and no longer', () => {
    const stream = async function* (): AsyncGenerator<Uint8Array> { yield Buffer.alloc(1); };
    expect(bodySource(stream(), PLAINTEXT_SIZE_MAX).length).toBe(PLAINTEXT_SIZE_MAX);
    expect(() => bodySource(stream(), PLAINTEXT_SIZE_MAX + 1)).toThrow(refusal('TooLarge'));
    expect(() => bodySource('text', 5)).toThrow(refusal('LengthMismatch'));
    expect(() => bodySource(7 as unknown as string, undefined)).toThrow(refusal('InvalidArgument'));
  });
});
