import { randomBytes } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '@coffer/crypto';
import { StartError } from '@coffer/service';
import { tempDir } from '@coffer/testing';
import { FileRootKey } from './file-root-key.js';
import { describeRootKey } from './root-key.contract.js';

const SETTING = 'COFFER_KMS_ROOT_KEY_FILE';
const line = (): string => `coffer-root-key-1:${randomBytes(32).toString('base64')}`;

function file(text: string, mode = 0o600): string {
  const path = join(tempDir(), 'root.key');
  writeFileSync(path, text, { mode });
  return path;
}

describeRootKey('the file root key', () => FileRootKey.open(SETTING, file(line())), () => FileRootKey.open(SETTING, file(line())));

describe('the file root key', () => {
  it.each([['', 'no newline'], ['\n', 'a newline'], ['\r\n', "another system's newline"]])('takes a file that ends with %j: %s', (end) => {
    expect(() => FileRootKey.open(SETTING, file(line() + end))).not.toThrow();
  });

  it.each([0o640, 0o604, 0o644, 0o660, 0o601])('refuses a file of mode %o, which others may read', (mode) => {
    const path = file(line());
    chmodSync(path, mode);
    expect(() => FileRootKey.open(SETTING, path)).toThrow(new StartError(`${SETTING}: ${path} may be read by others; its mode must be 0600 (chmod 600 ${path})`));
  });

  it.each([[0o440, true], [0o640, true], [0o460, false], [0o444, false], [0o450, false]])("takes root's file of mode %o by its group, as Kubernetes mounts it: %s", (mode, taken) => {
    const path = file(line());
    chmodSync(path, mode);
    const isRoot = process.getuid?.() === 0;
    const user = jest.spyOn(process, 'getuid').mockReturnValue(1_000);
    const open = (): unknown => FileRootKey.open(SETTING, path);
    // A file of this user's own, which is not root's, is never taken by its group.
    if (isRoot && taken) expect(open).not.toThrow();
    else expect(open).toThrow('may be read by others');
    user.mockRestore();
  });

  it.each([
    ['an empty file', ''],
    ['a key without its prefix', randomBytes(32).toString('base64')],
    ['a key that is too short', `coffer-root-key-1:${randomBytes(31).toString('base64')}`],
    ['a key that is too long', `coffer-root-key-1:${randomBytes(33).toString('base64')}`],
    ['a key in hex', `coffer-root-key-1:${randomBytes(32).toString('hex')}`],
    ['two lines', `${line()}\n${line()}`],
    ['a space before it', ` ${line()}`],
    ['another version', line().replace('-1:', '-2:')],
    ['a large file', line() + ' '.repeat(2000)],
  ])('refuses %s in one line that names the setting and quotes nothing', (_, text) => {
    const path = file(text);
    let message = '';
    try {
      FileRootKey.open(SETTING, path);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(new RegExp(`^${SETTING}: ${path} .*root key`));
    expect(message).not.toContain('\n');
    const secret = text.split(':').at(-1)?.trim() ?? '';
    if (secret !== '') expect(message).not.toContain(secret.slice(0, 20));
  });

  it('refuses a line with any one bit flipped, or takes it for another key', async () => {
    const bytes = Buffer.from(line());
    const name = { keyId: 'k', materialId: 'm' };
    using material = Secret.random();
    const wrapped = await FileRootKey.open(SETTING, file(bytes.toString('latin1'))).wrap(name, material);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const path = join(tempDir(), 'root.key');
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(path, flipped, { mode: 0o600 });
      const opened = async (): Promise<Secret> => FileRootKey.open(SETTING, path).unwrap(name, wrapped);
      await expect(opened()).rejects.toThrow();
    }
  });

  it('refuses a file that is not there, and makes none', () => {
    const path = join(tempDir(), 'missing');
    expect(() => FileRootKey.open(SETTING, path)).toThrow(`${SETTING}: ${path} cannot be opened (ENOENT)`);
    expect(() => FileRootKey.open(SETTING, path)).toThrow('ENOENT');
  });
});
