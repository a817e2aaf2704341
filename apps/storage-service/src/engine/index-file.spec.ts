import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { open } from 'lmdb';
import { checkIndexFile, IndexUnusable } from './index-file.js';
import { LmdbObjectIndex } from './lmdb-object-index.js';

/** A file of a real index with some rows. */
async function realIndex(): Promise<{ directory: string; file: string }> {
  const directory = tempDir();
  const index = await LmdbObjectIndex.open(directory);
  await index.createBucket({ name: 'b', record: Buffer.from('r') });
  await Promise.all(
    Array.from({ length: 100 }, (_, i) => index.commitObject({ bucket: 'b', key: `k${i}` }, { summary: Buffer.alloc(0), record: Buffer.alloc(9000), body: { kind: 'bodies', ids: [] } })),
  );
  await index.close();
  return { directory, file: join(directory, 'data.mdb') };
}

describe('checkIndexFile', () => {
  it('takes a missing and an empty file for a new one, and a real one for what it is', async () => {
    const path = join(tempDir(), 'data.mdb');
    expect(checkIndexFile(path)).toBe('new');
    writeFileSync(path, '');
    expect(checkIndexFile(path)).toBe('new');
    expect(checkIndexFile((await realIndex()).file)).toBe('present');
  });

  it.each([
    ['a text', (file: Buffer) => Buffer.from(`${'not an index '.repeat(1000)}${file.length}`)],
    ['one byte', () => Buffer.of(1)],
    ['zeros', (file: Buffer) => Buffer.alloc(file.length)],
    ['random bytes after the magic number', (file: Buffer) => Buffer.concat([file.subarray(0, 28), Buffer.alloc(20_000, 0x5a)])],
    ['a page size that is no power of two', (file: Buffer) => Buffer.concat([file.subarray(0, 48), Buffer.of(1, 16), file.subarray(50)])],
    ['another version of LMDB', (file: Buffer) => Buffer.concat([file.subarray(0, 28), Buffer.of(9), file.subarray(29)])],
    ['the first page only', (file: Buffer) => file.subarray(0, 4096)],
    ['half of a first page', (file: Buffer) => file.subarray(0, 100)],
    ['the two first pages only', (file: Buffer) => file.subarray(0, 8192)],
  ])('refuses %s in one line that names the settings, and changes nothing', async (_, spoil) => {
    const { directory, file } = await realIndex();
    const spoilt = spoil(readFileSync(file));
    writeFileSync(file, spoilt);
    const refused = LmdbObjectIndex.open(directory);
    await expect(refused).rejects.toThrow(IndexUnusable);
    await expect(refused).rejects.toThrow(/^the index in [^\n]*COFFER_INDEX_URL or COFFER_DATA_DIR[^\n]*$/);
    expect(readFileSync(file).equals(spoilt)).toBe(true);
  });

  it('refuses a real index that lost its end', async () => {
    const { file } = await realIndex();
    truncateSync(file, statSync(file).size / 8);
    expect(() => checkIndexFile(file)).toThrow(/cut short/);
  });

  it('refuses what cannot be read', () => {
    const path = join(tempDir(), 'data.mdb');
    mkdirSync(path);
    expect(() => checkIndexFile(path)).toThrow(/cannot be read/);
  });
});

describe('the stamp of an index', () => {
  it.each([
    ['an LMDB file of somebody else', undefined, /not an index of ours/],
    ['the index of a later version', Buffer.of(2), /a later version \(format 2; this one knows 1\)/],
  ])('refuses %s, and changes nothing', async (_, stamp, message) => {
    const directory = tempDir();
    const foreign = open<Buffer, Buffer>({ path: directory, noSubdir: false, encoding: 'binary', keyEncoding: 'binary' });
    await foreign.put(Buffer.from('theirs'), Buffer.from('kept'));
    if (stamp !== undefined) await foreign.put(Buffer.from('format'), stamp);
    await foreign.close();
    const before = readFileSync(join(directory, 'data.mdb'));
    await expect(LmdbObjectIndex.open(directory)).rejects.toThrow(message);
    expect(readFileSync(join(directory, 'data.mdb')).equals(before)).toBe(true);
  });
});
