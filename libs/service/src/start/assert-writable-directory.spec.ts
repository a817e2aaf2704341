import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { assertWritableDirectory } from './assert-writable-directory.js';

const check = (directory: string) => () => {
  assertWritableDirectory('COFFER_DATA_DIR', directory);
};

describe('assertWritableDirectory', () => {
  it('accepts a directory that can be written, and one that can be made, and makes nothing', () => {
    const parent = tempDir();
    expect(check(parent)).not.toThrow();
    expect(check(join(parent, 'a/b/c'))).not.toThrow();
    expect(readdirSync(parent)).toEqual([]);
  });

  it('refuses a file, and what lies under one', () => {
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    expect(check(file)).toThrow(`COFFER_DATA_DIR: ${file} is not a directory`);
    expect(check(join(file, 'a/b'))).toThrow(/^COFFER_DATA_DIR: .*is not a directory|lies under a file/);
  });

  it('refuses what the user may not write, which for the root user is nothing', () => {
    const closed = join(tempDir(), 'closed');
    mkdirSync(closed, { mode: 0o500 });
    if (process.getuid?.() === 0) expect(check(closed)).not.toThrow();
    else expect(check(closed)).toThrow(`COFFER_DATA_DIR: ${closed} may not be written by this user`);
  });
});
