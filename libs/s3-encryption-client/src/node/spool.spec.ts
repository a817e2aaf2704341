import { type open, readdir } from 'node:fs/promises';

import { seededRandom, tempDir } from '@coffer/testing';

import { collected, refusal } from '../../test/bodies.js';
import { SEGMENT_SIZE as SEGMENT, Spool } from './spool.js';

type Opened = { readonly file: Awaited<ReturnType<typeof open>> };
const fileOf = (spool: Spool): Opened['file'] => (spool as unknown as Opened).file;

async function filled(size: number, step: number, directory = tempDir()): Promise<{ spool: Spool; bytes: Buffer }> {
  const bytes = Buffer.alloc(size, 'the same text again and again');
  const spool = await Spool.create(directory);
  for (let at = 0; at < size; at += step) await spool.write(bytes.subarray(at, at + step));
  return { spool, bytes };
}

describe('a spool', () => {
  it.each([0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 3 * SEGMENT + 7])('gives back %i bytes', async (size) => {
    for (const step of [65_536, SEGMENT + 3, 10_007]) {
      const { spool, bytes } = await filled(size, step);
      expect(bytes.equals(await collected(spool.read()))).toBe(true);
    }
  });

  it('has no name, and nobody else may read it', async () => {
    const directory = tempDir();
    const { spool } = await filled(2 * SEGMENT, SEGMENT, directory);
    expect(await readdir(directory)).toEqual([]);
    expect((await fileOf(spool).stat()).mode & 0o777).toBe(0o600);
    await spool.close();
    await spool.close();
  });

  it.each([
    ['a changed bit', async (file: Opened['file']) => { await file.write(Buffer.of(1), 0, 1, SEGMENT + 100); }],
    ['a changed last segment', async (file: Opened['file']) => { await file.write(Buffer.of(1, 2, 3, 4), 0, 4, 3 * SEGMENT - 4); }],
    ['segments that changed places', async (file: Opened['file']) => {
      const [one, two] = [Buffer.alloc(SEGMENT), Buffer.alloc(SEGMENT)];
      await file.read(one, 0, SEGMENT, 0);
      await file.read(two, 0, SEGMENT, SEGMENT);
      await file.write(two, 0, SEGMENT, 0);
      await file.write(one, 0, SEGMENT, SEGMENT);
    }],
    ['an end that is gone', async (file: Opened['file']) => { await file.truncate(2 * SEGMENT); }],
  ])('refuses %s', async (_, change) => {
    const { spool } = await filled(3 * SEGMENT, SEGMENT);
    await change(fileOf(spool));
    await expect(collected(spool.read())).rejects.toThrow(refusal('NotAuthentic'));
  });

  it('takes random bytes in random steps', async () => {
    const random = seededRandom(7);
    const spool = await Spool.create(tempDir());
    const pieces: Buffer[] = [];
    for (let count = 0; count < 40; count += 1) {
      const piece = random.bytes(random.integer(60_000));
      pieces.push(Buffer.from(piece));
      await spool.write(piece);
    }
    expect(Buffer.concat(pieces).equals(await collected(spool.read()))).toBe(true);
  });
});
