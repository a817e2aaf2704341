import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { StartError } from '../start/start-error.js';
import { engineUrl, filePath, flag, hostAndPort, portNumber } from './pieces.js';
import { readSettings } from './read-settings.js';
import { defaulted, optional, required, secret } from './setting.js';
import { rootCredentialsRule, sharedSettings } from './shared-settings.js';

const table = {
  port: defaulted('COFFER_S3_PORT', 'the port', portNumber, '9000'),
  target: required('COFFER_KMS_GRPC_TARGET', 'where the KMS is', hostAndPort),
  identities: optional('COFFER_IDENTITIES', 'a path', filePath),
} as const;

/** The lines of the mistakes, or none. */
function mistakes(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof StartError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('readSettings', () => {
  it('reads typed values and fills in what is not given', () => {
    expect(readSettings(table, { COFFER_KMS_GRPC_TARGET: 'localhost:9011', PATH: '/bin' })).toEqual({
      port: 9000,
      target: 'localhost:9011',
      identities: undefined,
    });
  });

  it('takes an empty variable for one that is not given', () => {
    expect(readSettings(table, { COFFER_KMS_GRPC_TARGET: 'kms:1', COFFER_S3_PORT: '', COFFER_IDENTITIES: '' })).toMatchObject({ port: 9000 });
  });

  it('tells every mistake at once, each by its setting', () => {
    const env = { COFFER_S3_PORT: '65536', COFFER_S3_PROT: '1', COFFER_ACOUNT_ID: '1', COFFER_KMS_PORT: 'of the sibling, not read here' };
    expect(mistakes(() => readSettings(table, env))).toEqual([
      'COFFER_S3_PORT: must be a whole number from 0 to 65535, not "65536"',
      'COFFER_KMS_GRPC_TARGET: is needed and not given (where the KMS is)',
      'COFFER_ACOUNT_ID: is not a setting of Coffer; is it misspelled?',
      'COFFER_S3_PROT: is not a setting of Coffer; is it misspelled?',
    ]);
  });

  it('asks rules only when each setting is well by itself', () => {
    const rule = ({ port }: { readonly port: number }): string[] => (port === 1 ? ['COFFER_S3_PORT: must not be 1'] : []);
    const read = (port: string, target: string) => () => readSettings(table, { COFFER_S3_PORT: port, COFFER_KMS_GRPC_TARGET: target }, rule);
    expect(mistakes(read('1', 'kms:1'))).toEqual(['COFFER_S3_PORT: must not be 1']);
    expect(mistakes(read('1', 'kms'))).toEqual(['COFFER_KMS_GRPC_TARGET: must be host:port, not "kms"']);
    expect(mistakes(read('2', 'kms:1'))).toEqual([]);
  });
});

describe('a secret setting', () => {
  const secrets = { key: secret(required('COFFER_ROOT_SECRET_ACCESS_KEY', 'the secret', filePath)) } as const;
  const read = (env: Record<string, string>) => () => readSettings(secrets, env);
  const file = (text: string): string => {
    const path = join(tempDir(), 'secret');
    writeFileSync(path, text);
    return path;
  };

  it.each([['with', '/a\n'], ['with a Windows', '/a\r\n'], ['without', '/a']])('is read from a file %s newline at its end', (_, text) => {
    expect(read({ COFFER_ROOT_SECRET_ACCESS_KEY_FILE: file(text) })()).toEqual({ key: '/a' });
  });

  it('loses one newline and nothing else', () => {
    expect(read({ COFFER_ROOT_SECRET_ACCESS_KEY_FILE: file('/a \n\n') })()).toEqual({ key: '/a \n' });
  });

  it('given twice is a mistake', () => {
    const env = { COFFER_ROOT_SECRET_ACCESS_KEY: '/a', COFFER_ROOT_SECRET_ACCESS_KEY_FILE: file('/a') };
    expect(mistakes(read(env))).toEqual(['COFFER_ROOT_SECRET_ACCESS_KEY: given twice, also as COFFER_ROOT_SECRET_ACCESS_KEY_FILE; keep one']);
  });

  it('names the setting of a file that cannot be read', () => {
    const [directory, empty, large] = [tempDir(), file('\n'), file('x'.repeat(64 * 1024 + 1))];
    const told = (path: string): readonly string[] => mistakes(read({ COFFER_ROOT_SECRET_ACCESS_KEY_FILE: path }));
    expect(told('/does/not/exist')).toEqual(['COFFER_ROOT_SECRET_ACCESS_KEY_FILE: /does/not/exist does not exist']);
    expect(told(directory)).toEqual([`COFFER_ROOT_SECRET_ACCESS_KEY_FILE: ${directory} is a directory`]);
    expect(told(empty)).toEqual([`COFFER_ROOT_SECRET_ACCESS_KEY_FILE: ${empty} is empty`]);
    expect(told(large)).toEqual([`COFFER_ROOT_SECRET_ACCESS_KEY_FILE: ${large} is larger than 65536 bytes and not a secret`]);
    expect(read({ COFFER_ROOT_SECRET_ACCESS_KEY_FILE: file('x'.repeat(64 * 1024)) })).not.toThrow();
  });

  it('is never repeated in a mistake', () => {
    const told = mistakes(() => readSettings(sharedSettings, { COFFER_ROOT_SECRET_ACCESS_KEY: 'hidden hidden' }));
    expect(told).toEqual(['COFFER_ROOT_SECRET_ACCESS_KEY: must be printable ASCII without spaces']);
  });

  it('prints as nothing once it is read', () => {
    const values = readSettings(sharedSettings, { COFFER_ROOT_SECRET_ACCESS_KEY: 'hidden-hidden-hidden' });
    expect(JSON.stringify(values)).not.toContain('hidden');
  });
});

describe('the pieces', () => {
  const one = (type: typeof portNumber | typeof flag | ReturnType<typeof engineUrl>) => (text: string) =>
    readSettings({ value: required('COFFER_S3_PORT', 'x', type as typeof portNumber) }, { COFFER_S3_PORT: text }).value;

  it.each(['0', '1', '65535'])('a port may be %s', (text) => {
    expect(one(portNumber)(text)).toBe(Number(text));
  });

  it.each(['-1', '65536', '1.5', '0x10', '1e3', ' 1', 'http', '9'.repeat(400)])('a port may not be %s', (text) => {
    expect(() => one(portNumber)(text)).toThrow('COFFER_S3_PORT: must be a whole number from 0 to 65535');
  });

  it('an engine has one of its schemes', () => {
    expect(one(engineUrl('lmdb', 'file'))('lmdb:')).toEqual({ scheme: 'lmdb', rest: '' });
    expect(one(engineUrl('lmdb', 'file'))('file:/var/lib')).toEqual({ scheme: 'file', rest: '/var/lib' });
    expect(() => one(engineUrl('lmdb', 'file'))('postgres://db')).toThrow('COFFER_S3_PORT: must begin with lmdb: or file:, not "postgres://db"');
  });

  it('a flag is true or false and nothing near it', () => {
    expect([one(flag)('true'), one(flag)('false')]).toEqual([true, false]);
    for (const text of ['1', 'yes', 'TRUE']) expect(() => one(flag)(text)).toThrow('COFFER_S3_PORT: must be true or false');
  });
});

describe('rootCredentialsRule', () => {
  const id = { COFFER_ROOT_ACCESS_KEY_ID: 'AKIAROOT000000000000' };
  const key = { COFFER_ROOT_SECRET_ACCESS_KEY: 'sixteen-letters-or-more' };
  const told = (env: Record<string, string>): readonly string[] => mistakes(() => readSettings(sharedSettings, env, rootCredentialsRule));

  it('wants both halves or none', () => {
    expect(told({ ...id, ...key })).toEqual([]);
    expect(told({})).toEqual([]);
    expect(told(id)).toEqual(['COFFER_ROOT_SECRET_ACCESS_KEY: is needed beside COFFER_ROOT_ACCESS_KEY_ID']);
    expect(told(key)).toEqual(['COFFER_ROOT_ACCESS_KEY_ID: is needed beside COFFER_ROOT_SECRET_ACCESS_KEY']);
  });
});

describe('a path', () => {
  it('is absolute once it is read', () => {
    expect(readSettings(table, { COFFER_KMS_GRPC_TARGET: 'kms:1', COFFER_IDENTITIES: 'x' }).identities).toBe(join(process.cwd(), 'x'));
  });
});
