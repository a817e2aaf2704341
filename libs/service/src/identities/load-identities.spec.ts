import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '@coffer/crypto';
import { tempDir } from '@coffer/testing';
import type { Identities } from '@coffer/iam';
import { IDENTITIES_FILE_SIZE_MAX } from './identity-files.js';
import { readIdentities } from './load-identities.js';

const SECRET = 'secret-of-sixteen-or-more';
const user = (name: string, key: string): string =>
  `accounts: [{ id: "000000000000", users: [{ name: ${name}, accessKeys: [{ id: ${key}, ${name === 'f' ? 'secretFile: f.txt' : `secret: ${SECRET}`} }] }] }]\n`;

function directory(files: Readonly<Record<string, string>>): string {
  const path = tempDir();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

function load(identities: string | undefined, root?: string): Identities {
  const secret = root === undefined ? undefined : Secret.copyOf(Buffer.from(SECRET));
  const { outcome } = readIdentities({ accountId: '000000000000', identities, rootAccessKeyId: root, rootSecretAccessKey: secret });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

describe('loadIdentities', () => {
  it('reads one file, YAML or JSON', () => {
    const path = directory({
      'a.yaml': user('alice', 'AKIAALICE0000000000A'),
      'b.json': JSON.stringify({ accounts: [{ id: '000000000000', users: [{ name: 'bob', accessKeys: [{ id: 'AKIABOB0000000000000', secret: SECRET }] }] }] }),
    });
    expect(load(join(path, 'a.yaml')).find('AKIAALICE0000000000A')?.principal.userName).toBe('alice');
    expect(load(join(path, 'b.json')).find('AKIABOB0000000000000')?.principal.userName).toBe('bob');
  });

  it('reads a directory in order of name, and leaves other files out', () => {
    const path = directory({ 'b.yml': user('b', 'AKIAB000000000000000'), 'a.yaml': user('a', 'AKIAA000000000000000'), '.c.yaml': 'not: read', 'notes.txt': '' });
    expect([...load(path)].map(({ principal }) => principal.userName)).toEqual(['a', 'b']);
  });

  it('reads a directory as Kubernetes mounts one', () => {
    const path = tempDir();
    mkdirSync(join(path, '..2026_01'));
    writeFileSync(join(path, '..2026_01', 'a.yaml'), user('a', 'AKIAA000000000000000'));
    symlinkSync('..2026_01', join(path, '..data'));
    symlinkSync('..data/a.yaml', join(path, 'a.yaml'));
    expect(load(path).size).toBe(1);
  });

  it('reads a secretFile that lies beside its document', () => {
    const path = directory({ 'a.yaml': user('f', 'AKIAF000000000000000'), 'f.txt': `${SECRET}\n` });
    expect(load(path).find('AKIAF000000000000000')?.accessKey.reveal()).toBe(SECRET);
  });

  it('adds the root', () => {
    expect(load(undefined, 'AKIAROOT000000000000').find('AKIAROOT000000000000')?.accessKey.reveal()).toBe(SECRET);
  });
});

describe('loadIdentities refuses', () => {
  it.each<[string, string, RegExp]>([
    ['no YAML', 'a: [', /^COFFER_IDENTITIES: .*a\.yaml is not YAML or JSON \(at character \d+: [A-Z_]+\)$/],
    ['a member given twice', 'accounts: []\naccounts: []\n', /a\.yaml is not YAML or JSON/],
    ['two documents in a file', 'accounts: []\n---\naccounts: []\n', /a\.yaml is not YAML or JSON/],
    ['an unknown member, with file and place', 'accounts: [{ id: "000000000000", user: [] }]', /^COFFER_IDENTITIES: \/.*a\.yaml: accounts\[0\]\.user: is not a known member$/],
    ['an account id without quotes', 'accounts: [{ id: 123456789012 }]', /accounts\[0\]\.id: must be text \(put it in quotes\)/],
    ['a secretFile that is not there', user('f', 'AKIAF000000000000000'), /accessKeys\[0\]\.secretFile: \/.*f\.txt does not exist$/],
    ['an empty file', '', /must be an object/],
    ['nobody', 'accounts: []', /^COFFER_IDENTITIES: names nobody, and COFFER_ROOT_ACCESS_KEY_ID is not given; one of the two is needed$/],
  ])('%s', (_, text, message) => {
    expect(() => load(directory({ 'a.yaml': text }))).toThrow(message);
  });

  it('a small file that grows by its aliases', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `l${String(n + 1)}: &l${String(n + 1)} [${Array(10).fill(`*l${String(n)}`).join(', ')}]`);
    const bomb = ['l0: &l0 [x]', ...levels, ''].join('\n');
    expect(() => load(directory({ 'a.yaml': bomb }))).toThrow(/a\.yaml repeats itself by too many aliases$/);
  });

  it('a file beyond its size', () => {
    const path = directory({ 'a.yaml': 'x'.repeat(IDENTITIES_FILE_SIZE_MAX + 1) });
    expect(() => load(path)).toThrow(/a\.yaml is larger than 16777216 bytes$/);
  });

  it('a path that is not there, and a directory without documents', () => {
    expect(() => load('/does/not/exist')).toThrow('COFFER_IDENTITIES: /does/not/exist does not exist');
    expect(() => load(directory({ 'a.txt': '' }))).toThrow(/^COFFER_IDENTITIES: .* holds no \.yaml, \.yml or \.json file$/);
  });

  it('the mistakes of all files at once, and never a secret', () => {
    const path = directory({ 'a.yaml': 'accounts: 1', 'b.yaml': 'accounts: [{ id: "000000000000", users: [{ name: x, accessKeys: [{ id: hidden, secret: hidden }] }] }]' });
    const lines = (): string[] => {
      try {
        load(path);
      } catch (error) {
        return (error as Error).message.split('\n');
      }
      return [];
    };
    expect(lines()).toHaveLength(3);
    expect(lines().join()).not.toContain('hidden');
  });
});
