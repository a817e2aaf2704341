import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { BackupRuns, KEPT_DIRECTORY, KeptBodies, PULSE_AGE_MAX_MS } from './kept-bodies.js';

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

function aBody(directory: string): string {
  const path = join(directory, ID);
  writeFileSync(path, 'a body');
  return path;
}

describe('KeptBodies', () => {
  let directory = '';
  let now = 0;
  let kept = new KeptBodies('');

  beforeEach(() => {
    [directory, now] = [tempDir(), Date.now()];
    kept = new KeptBodies(directory, () => now);
  });

  it('takes nothing while no backup runs', async () => {
    const path = aBody(directory);
    expect(await kept.take(ID, path)).toBe(false);
    expect(readdirSync(directory)).toEqual([ID]);
  });

  it('takes what is removed while a backup runs, also of another process, and leaves nothing afterwards', async () => {
    const path = aBody(directory);
    await kept.during(async () => {
      expect(await new KeptBodies(directory).take(ID, path)).toBe(true);
      expect([existsSync(path), existsSync(kept.path(ID))]).toEqual([false, true]);
    });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('leaves nothing where the backup fails, and a body that is not there to its caller', async () => {
    const failing = kept.during(async () => {
      expect(await kept.take(ID, join(directory, ID))).toBe(false);
      throw new RangeError('no room');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('serves one backup at a time', async () => {
    await kept.during(async () => {
      await expect(new KeptBodies(directory).during(() => Promise.resolve())).rejects.toThrow(BackupRuns);
      expect(readdirSync(directory)).toEqual([KEPT_DIRECTORY]);
    });
  });

  describe('after a backup was killed', () => {
    /** What such a backup leaves, whose last pulse was so long ago. */
    function killed(ageMs: number): void {
      mkdirSync(join(directory, KEPT_DIRECTORY));
      const pulse = join(directory, KEPT_DIRECTORY, 'pulse');
      writeFileSync(pulse, '');
      utimesSync(pulse, (now - ageMs) / 1_000, (now - ageMs) / 1_000);
    }

    it('goes on keeping for as long as it may still run, and forgets everything then', async () => {
      killed(PULSE_AGE_MAX_MS - 30_000);
      expect(await kept.take(ID, aBody(directory))).toBe(true);
      expect(readdirSync(join(directory, KEPT_DIRECTORY))).toEqual([ID, 'pulse']);
      now += 31_000;
      expect(await kept.take(ID, aBody(directory))).toBe(true);
      expect(readdirSync(directory)).toEqual([]);
    });

    it('lets the next backup begin when it cannot run any more, and not before', async () => {
      killed(PULSE_AGE_MAX_MS - 30_000);
      await expect(kept.during(() => Promise.resolve())).rejects.toThrow(BackupRuns);
      now += 31_000;
      expect(await kept.during(() => Promise.resolve('done'))).toBe('done');
      expect(readdirSync(directory)).toEqual([]);
    });
  });
});
