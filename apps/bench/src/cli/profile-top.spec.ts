import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { tempDir } from '@coffer/testing';

import { profileTop } from './profile-top.js';

const frame = (functionName: string, url = '', lineNumber = -1) => ({ functionName, url, lineNumber });

const profile = {
  nodes: [
    { id: 1, callFrame: frame('(idle)') },
    { id: 2, callFrame: frame('seal', 'file:///srv/libs/crypto/dist/aead.js', 9) },
    { id: 3, callFrame: frame('', 'node:net', 99) },
    { id: 4, callFrame: frame('seal', 'file:///srv/libs/crypto/dist/aead.js', 9) },
    { id: 5, callFrame: frame('(garbage collector)') },
  ],
  samples: [1, 2, 3, 4, 5, 1],
  timeDeltas: [90_000, 3_000, 2_000, 3_000, 2_000, 90_000],
};

async function written(): Promise<string> {
  const file = join(tempDir(), 'a.cpuprofile');
  await writeFile(file, JSON.stringify(profile));
  return file;
}

describe('profileTop', () => {
  it('adds up each function, whoever called it, and leaves idle time out', async () => {
    expect(await profileTop(await written(), 10)).toEqual([
      { name: 'seal aead.js:10', selfMs: 6, share: 0.6 },
      { name: '(anonymous) node:net:100', selfMs: 2, share: 0.2 },
      { name: '(garbage collector)', selfMs: 2, share: 0.2 },
    ]);
  });

  it('stops at the count that was asked for', async () => {
    expect(await profileTop(await written(), 1)).toHaveLength(1);
  });
});
