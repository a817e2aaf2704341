import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { fileStamp } from '../files/file-stamp.js';
import { IDENTITIES_FILES_MAX, IdentityFiles } from './identity-files.js';
import { READ_ATTEMPTS_MAX, readIdentities } from './load-identities.js';

const SECRET = 'secret-of-sixteen-or-more';
const documentOf = (name: string): string => JSON.stringify({ accounts: [{ id: '000000000000', users: [{ name, accessKeys: [{ id: 'AKIAALICE0000000000A', secret: SECRET }] }] }] });

describe('fileStamp', () => {
  it('is another after each kind of change, and the same without', () => {
    const file = join(tempDir(), 'a');
    const stamps = [fileStamp(file).text];
    writeFileSync(file, 'one');
    stamps.push(fileStamp(file).text);
    writeFileSync(`${file}.new`, 'two');
    renameSync(`${file}.new`, file);
    stamps.push(fileStamp(file).text);
    expect(new Set(stamps).size).toBe(3);
    expect(fileStamp(file).text).toBe(stamps[2]);
    rmSync(file);
    expect(fileStamp(file)).toEqual({ text: 'ENOENT', isSettled: true });
  });

  it('is not settled while a change may hide behind a coarse clock', () => {
    const file = join(tempDir(), 'a');
    writeFileSync(file, '');
    expect(fileStamp(file).isSettled).toBe(false);
  });
});

describe('IdentityFiles', () => {
  it.each<[string, (directory: string) => void]>([
    ['a document changes', (directory) => { writeFileSync(join(directory, 'a.json'), documentOf('alicia')); }],
    ['a document is added', (directory) => { writeFileSync(join(directory, 'b.json'), '{}'); }],
    ['a document is gone', (directory) => { rmSync(join(directory, 'a.json')); }],
    ['a secret changes', (directory) => { writeFileSync(join(directory, 's.txt'), `${SECRET}2`); }],
    ['a secret is gone', (directory) => { rmSync(join(directory, 's.txt')); }],
    ['the directory is gone', (directory) => { rmSync(directory, { recursive: true }); }],
  ])('knows that %s', (_, change) => {
    const directory = tempDir();
    writeFileSync(join(directory, 'a.json'), documentOf('alice'));
    writeFileSync(join(directory, 's.txt'), SECRET);
    const files = new IdentityFiles(directory);
    files.read();
    expect(files.readSecret('s.txt', join(directory, 'a.json'))).toBe(SECRET);
    expect(files.hasSameStamps()).toBe(true);
    change(directory);
    expect(files.hasSameStamps()).toBe(false);
    expect(files.readSecret('s.txt', join(directory, 'a.json'))).toBe(SECRET);
  });

  it('does not mind files that are no documents', () => {
    const directory = tempDir();
    writeFileSync(join(directory, 'a.json'), '{}');
    const files = new IdentityFiles(directory);
    files.read();
    writeFileSync(join(directory, 'notes.txt'), '');
    writeFileSync(join(directory, '.b.json'), '');
    expect(files.hasSameStamps()).toBe(true);
  });

  it('reads no secret for who is not one of its documents, and lets their paths be', () => {
    const directory = tempDir();
    writeFileSync(join(directory, 'a.json'), '{}');
    const files = new IdentityFiles(directory);
    files.read();
    expect(() => files.readSecret('a.json', 'api')).toThrow('cannot be read here; give the secret itself');
    expect(files.resolvePath('keys.json', 'api')).toBe('keys.json');
    expect(files.resolvePath('keys.json', join(directory, 'a.json'))).toBe(join(directory, 'keys.json'));
  });

  it(`takes ${String(IDENTITIES_FILES_MAX)} files and not one more`, () => {
    const directory = tempDir();
    const add = (n: number): void => { writeFileSync(join(directory, `${String(n)}.json`), '{}'); };
    for (let n = 0; n < IDENTITIES_FILES_MAX; n += 1) add(n);
    const files = new IdentityFiles(directory);
    files.read();
    expect(files.documents).toHaveLength(IDENTITIES_FILES_MAX);
    add(IDENTITIES_FILES_MAX);
    expect(() => { new IdentityFiles(directory).read(); }).toThrow(`COFFER_IDENTITIES: ${directory} holds more than ${String(IDENTITIES_FILES_MAX)} files`);
  });
});

describe('readIdentities', () => {
  /** Opens files that change as many times as is said, each time right after they were read. */
  function readWith(changes: number): ReturnType<typeof readIdentities> & { readonly readings: number } {
    const directory = tempDir();
    let readings = 0;
    writeFileSync(join(directory, 'a.json'), documentOf('reading0'));
    class Changing extends IdentityFiles {
      override read(): void {
        super.read();
        readings += 1;
        if (readings <= changes) writeFileSync(join(directory, 'a.json'), documentOf(`reading-${'1'.repeat(readings)}`));
      }
    }
    const settings = { accountId: '000000000000', identities: directory, rootAccessKeyId: undefined, rootSecretAccessKey: undefined };
    return { ...readIdentities(settings, [], (path) => new Changing(path)), readings };
  }

  it('reads anew what changed while it was read, so that no mixture counts', () => {
    const { outcome, readings } = readWith(READ_ATTEMPTS_MAX - 1);
    if (outcome instanceof Error) throw outcome;
    expect([...outcome].map(({ principal }) => principal.userName)).toEqual(['reading-11']);
    expect(readings).toBe(READ_ATTEMPTS_MAX);
  });

  it('gives up when it changes once more', () => {
    const { outcome, readings } = readWith(READ_ATTEMPTS_MAX);
    expect(outcome).toMatchObject({ name: 'StartError', message: expect.stringMatching(/^COFFER_IDENTITIES: .* changes while it is read$/) });
    expect(readings).toBe(READ_ATTEMPTS_MAX);
  });
});
