import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { makeWholeDirectory } from './whole-directory.js';

describe('makeWholeDirectory', () => {
  it('gives the directory its name when it is full, and not before', async () => {
    const parent = tempDir();
    const directory = join(parent, 'copy');
    await makeWholeDirectory('DIR', directory, (unfinished) => {
      mkdirSync(join(unfinished, 'a'));
      writeFileSync(join(unfinished, 'a/file'), 'x');
      expect(existsSync(directory)).toBe(false);
      return Promise.resolve();
    });
    expect(readdirSync(parent)).toEqual(['copy']);
    expect(readFileSync(join(directory, 'a/file'), 'utf8')).toBe('x');
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  it('takes the place of an empty one', async () => {
    const directory = tempDir();
    await makeWholeDirectory('DIR', directory, (unfinished) => { writeFileSync(join(unfinished, 'file'), 'x'); return Promise.resolve(); });
    expect(readdirSync(directory)).toEqual(['file']);
  });

  it('leaves nothing where filling it fails', async () => {
    const parent = tempDir();
    const failing = makeWholeDirectory('DIR', join(parent, 'copy'), (unfinished) => {
      writeFileSync(join(unfinished, 'file'), 'x');
      return Promise.reject(new RangeError('no room'));
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('refuses one that was filled by somebody else in the meantime, and leaves that alone', async () => {
    const parent = tempDir();
    const directory = join(parent, 'copy');
    const late = makeWholeDirectory('DIR', directory, () => {
      mkdirSync(directory);
      writeFileSync(join(directory, 'theirs'), 'x');
      return Promise.resolve();
    });
    await expect(late).rejects.toThrow(`DIR: ${directory} cannot be made (ENOTEMPTY)`);
    expect([readdirSync(parent), readdirSync(directory)]).toEqual([['copy'], ['theirs']]);
  });

  it.each([
    ['one that is not empty', (parent: string) => { writeFileSync(join(parent, 'file'), ''); return parent; }, / is not empty; name a directory that is empty or not there$/],
    ['a file', (parent: string) => { writeFileSync(join(parent, 'file'), ''); return join(parent, 'file'); }, / is no directory that can be read \(ENOTDIR\)$/],
    ['one whose parent is not there', (parent: string) => join(parent, 'a/b'), / cannot be made \(ENOENT\)$/],
  ])('refuses %s and fills nothing', async (_, make, message) => {
    const fill = jest.fn(() => Promise.resolve());
    await expect(makeWholeDirectory('DIR', make(tempDir()), fill)).rejects.toMatchObject({ name: 'StartError', message: expect.stringMatching(message) as string });
    expect(fill).not.toHaveBeenCalled();
  });
});
