import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterTests, tempDir } from '@coffer/testing';

const root = join(import.meta.dirname, '../../..');
const START = [process.execPath, 'tools/start.mjs'];
const FREE_PORTS = {
  COFFER_S3_PORT: '0',
  COFFER_S3_ADMIN_PORT: '0',
  COFFER_KMS_PORT: '0',
  COFFER_KMS_GRPC_PORT: '0',
  COFFER_KMS_ADMIN_PORT: '0',
};
const START_DEADLINE_MS = 120_000;

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Result>;
  /** Resolves at the line `coffer ready`; rejects if the start ends before it. */
  readonly ready: Promise<string>;
}

/** Starts in a process group of its own, as a terminal would. */
function launch(env: Readonly<Record<string, string>>, command: readonly string[] = START): Started {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(COFFER_|npm_|NODE_OPTIONS)/.test(name));
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: root, env: { ...Object.fromEntries(inherited), ...FREE_PORTS, ...env }, detached: true });
  const output = { stdout: '', stderr: '' };
  const ready = Promise.withResolvers<string>();
  ready.promise.catch(() => undefined);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
    if (/^coffer ready$/m.test(output.stdout)) ready.resolve(output.stdout);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = new Promise<Result>((resolve) => {
    child.once('close', (code) => {
      ready.reject(new Error(`ended with ${String(code)}: ${output.stdout}${output.stderr}`));
      resolve({ code, ...output });
    });
  });
  // The last means: its services notice that it is gone, and stop.
  afterTests(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended, ready: ready.promise };
}

/** The address that a start printed after a word. */
function printed(stdout: string, word: string): string {
  return new RegExp(`^${word} +(\\S+)$`, 'm').exec(stdout)?.[1] ?? '';
}

function adminAddresses(stdout: string): string[] {
  return [...stdout.matchAll(/(http:\S+) \((?:S3|KMS)\)/g)].map(([, address]) => address ?? '');
}

function client(stdout: string, credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }): S3Client {
  return new S3Client({ endpoint: printed(stdout, 'S3'), region: 'us-east-1', forcePathStyle: true, credentials });
}

function credentialsIn(dataDir: string): { accessKeyId: string; secretAccessKey: string } {
  const [, accessKeyId = '', secretAccessKey = ''] =
    /^\[default\]\naws_access_key_id = (\S+)\naws_secret_access_key = (\S+)\n$/.exec(readFileSync(join(dataDir, 'credentials'), 'utf8')) ?? [];
  return { accessKeyId, secretAccessKey };
}

/** Whether nobody answers at any of these addresses any more. */
async function allGone(addresses: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(addresses.map((address) => fetch(`${address}/livez`).then(() => true, () => false)));
  return !answers.includes(true);
}

async function eventually(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come to pass');
}

/** Every file below a directory with its mode and what it holds. */
function snapshot(directory: string): readonly string[] {
  return globSync('**', { cwd: directory, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    // LMDB notes in its lock file who looks.
    .filter((file) => !file.endsWith('lock.mdb'))
    .map((file) => {
      const stat = statSync(file);
      return `${file} ${stat.mode.toString(8)} ${stat.isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : ''}`;
    })
    .sort();
}

describe('npm start', () => {
  const dataDir = join(tempDir(), 'data');
  const npmStart = ['npm', 'start'];
  const body = 'sealed at the first start';
  let first = '';

  it('makes what is missing, and seals and opens an object', async () => {
    const { child, ended, ready } = launch({ COFFER_DATA_DIR: dataDir }, npmStart);
    first = await ready;
    expect(first.trimEnd().split('\n').at(-1)).toBe('coffer ready');
    expect(first).toContain(`credentials     ${join(dataDir, 'credentials')}`);
    expect(first).toMatch(/aws --endpoint-url http:\S+ .*--server-side-encryption aws:kms/);
    const s3 = client(first, credentialsIn(dataDir));
    await s3.send(new CreateBucketCommand({ Bucket: 'notes' }));
    const put = await s3.send(new PutObjectCommand({ Bucket: 'notes', Key: 'a', Body: body, ServerSideEncryption: 'aws:kms' }));
    expect(put.ServerSideEncryption).toBe('aws:kms');
    s3.destroy();
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
    expect(await allGone(adminAddresses(first))).toBe(true);
  }, START_DEADLINE_MS);

  it('makes what only its owner may read', () => {
    const { accessKeyId, secretAccessKey } = credentialsIn(dataDir);
    expect(accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
    const mode = (file: string): string => (statSync(join(dataDir, file)).mode & 0o777).toString(8);
    expect(['', 'tls', 'log'].map(mode)).toEqual(['700', '700', '700']);
    expect(['credentials', 'root.key', 'tls/ca.crt', 'tls/kms-service.key', 'tls/storage-service.key', 'log/kms-service.log'].map(mode)).toEqual(Array(6).fill('600'));
  });

  it('writes neither the secret nor the body to a log', () => {
    const { secretAccessKey } = credentialsIn(dataDir);
    for (const file of ['kms-service.log', 'storage-service.log']) {
      const log = readFileSync(join(dataDir, 'log', file), 'utf8');
      expect(log).toContain('"msg":"stopped"');
      expect(log).not.toContain(secretAccessKey);
      expect(log).not.toContain(body);
    }
  });

  it('finds everything again, and stops when the terminal says so', async () => {
    const before = [credentialsIn(dataDir), readFileSync(join(dataDir, 'root.key'), 'utf8')];
    const { child, ended, ready } = launch({ COFFER_DATA_DIR: dataDir }, npmStart);
    const second = await ready;
    const s3 = client(second, credentialsIn(dataDir));
    const got = await s3.send(new GetObjectCommand({ Bucket: 'notes', Key: 'a' }));
    expect(await got.Body?.transformToString()).toBe(body);
    s3.destroy();
    expect([credentialsIn(dataDir), readFileSync(join(dataDir, 'root.key'), 'utf8')]).toEqual(before);
    // Ctrl-C reaches the whole process group: npm, which passes it on, and the start tool itself.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
    expect(await allGone(adminAddresses(second))).toBe(true);
  }, START_DEADLINE_MS);

  describe('stops with one line, and touches nothing, when', () => {
    const outside = tempDir();
    const file = join(outside, 'file');
    const taken = createServer();
    let takenPort = '';
    beforeAll(async () => {
      writeFileSync(file, 'a file');
      taken.listen(0, '127.0.0.1');
      await once(taken, 'listening');
      takenPort = String((taken.address() as AddressInfo).port);
    });
    afterAll(() => taken.close());

    /** A copy of the data of the first start, for one case to spoil. */
    function copy(): string {
      const place = join(tempDir(), 'data');
      cpSync(dataDir, place, { recursive: true });
      chmodSync(join(place, 'root.key'), 0o600);
      return place;
    }

    async function refused(env: Readonly<Record<string, string>>, place: string): Promise<string> {
      const before = snapshot(place);
      const { code, stdout, stderr } = await launch({ COFFER_DATA_DIR: place, ...env }).ended;
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(snapshot(place)).toEqual(before);
      return stderr;
    }

    it.each<[string, () => Record<string, string>, RegExp]>([
      ['a port is taken', () => ({ COFFER_KMS_PORT: takenPort }), /^COFFER_KMS_PORT: port \d+ is taken by another program .*\n$/],
      ['two doors have one port', () => ({ COFFER_S3_PORT: '19123', COFFER_KMS_PORT: '19123' }), /^COFFER_KMS_PORT: port 19123 is also given as COFFER_S3_PORT; .*\n$/],
      ['the data directory is a file', () => ({ COFFER_DATA_DIR: file }), /^COFFER_DATA_DIR: \S+ is not a directory\n$/],
      ['the data directory cannot be made', () => ({ COFFER_DATA_DIR: join(file, 'data') }), /^COFFER_DATA_DIR: .*\n$/],
      ['a setting is broken', () => ({ COFFER_S3_PORT: 'http' }), /^COFFER_S3_PORT: must be a whole number from 0 to 65535, not "http"\n$/],
      ['a setting is misspelled', () => ({ COFFER_S3_PROT: '9000' }), /^COFFER_S3_PROT: is not a setting of Coffer; .*\n$/],
      ['half of the credentials is given', () => ({ COFFER_ROOT_ACCESS_KEY_ID: 'AKIAROOT000000000000' }), /^COFFER_ROOT_SECRET_ACCESS_KEY: is needed beside .*\n$/],
      ['the identities are not there', () => ({ COFFER_IDENTITIES: join(outside, 'gone.yaml') }), /^COFFER_IDENTITIES: \S+ does not exist\n$/],
      ['the root key that is named is not there', () => ({ COFFER_KMS_ROOT_KEY_FILE: join(outside, 'gone') }), /^COFFER_KMS_ROOT_KEY_FILE: \S+ is missing, and the keys in .*\n$/],
    ])('%s', async (_, env, line) => {
      expect(await refused(env(), copy())).toMatch(line);
    }, START_DEADLINE_MS);

    it('several settings are broken, with a line for each', async () => {
      const lines = (await refused({ COFFER_S3_PORT: 'x', COFFER_KMS_PORT: 'y', COFFER_REGION: 'Z' }, copy())).trimEnd().split('\n');
      expect(lines.map((line) => line.split(':')[0]).sort()).toEqual(['COFFER_KMS_PORT', 'COFFER_REGION', 'COFFER_S3_PORT']);
    }, START_DEADLINE_MS);

    it('the root key is missing while there are keys', async () => {
      const place = copy();
      rmSync(join(place, 'root.key'));
      expect(await refused({}, place)).toMatch(/^COFFER_KMS_ROOT_KEY_FILE: \S+root\.key is missing, and the keys in \S+ open with no other root key; put it back\n$/);
    }, START_DEADLINE_MS);

    it('the root key is another one', async () => {
      const place = copy();
      writeFileSync(join(place, 'root.key'), `coffer-root-key-1:${Buffer.alloc(32, 7).toString('base64')}\n`);
      expect(await refused({}, place)).toMatch(/^COFFER_KMS_ROOT_KEY_FILE: this root key does not fit the keys that are kept; .*\n$/);
    }, START_DEADLINE_MS);

    it('the root key is no root key', async () => {
      const place = copy();
      writeFileSync(join(place, 'root.key'), 'not a key\n');
      expect(await refused({}, place)).toMatch(/^COFFER_KMS_ROOT_KEY_FILE: \S+ holds no root key; .*\n$/);
    }, START_DEADLINE_MS);

    it('the credentials file holds none', async () => {
      const place = copy();
      writeFileSync(join(place, 'credentials'), '[default]\n');
      expect(await refused({}, place)).toMatch(/^COFFER_DATA_DIR: \S+credentials does not hold aws_access_key_id and aws_secret_access_key; .*\n$/);
    }, START_DEADLINE_MS);
  });

  it('takes the root credentials of the environment, and writes them nowhere', async () => {
    const place = join(tempDir(), 'data');
    const credentials = { accessKeyId: 'AKIAENVIRONMENT00000', secretAccessKey: 'a-secret-from-the-environment' };
    const env = { COFFER_ROOT_ACCESS_KEY_ID: credentials.accessKeyId, COFFER_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey };
    const { child, ended, ready } = launch({ COFFER_DATA_DIR: place, ...env });
    const s3 = client(await ready, credentials);
    await s3.send(new CreateBucketCommand({ Bucket: 'notes' }));
    s3.destroy();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
    expect(existsSync(join(place, 'credentials'))).toBe(false);
  }, START_DEADLINE_MS);

  it.each(['kms-service', 'storage-service'])('ends with 1 and stops the other when %s dies', async (service) => {
    const place = join(tempDir(), 'data');
    const { ended, ready } = launch({ COFFER_DATA_DIR: place });
    const stdout = await ready;
    process.kill(pidOf(place, service), 'SIGKILL');
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toBe(`${service} ended (signal SIGKILL); its log is ${join(place, 'log', `${service}.log`)}\n`);
    expect(await allGone(adminAddresses(stdout))).toBe(true);
  }, START_DEADLINE_MS);

  it('leaves no service behind when it is killed itself', async () => {
    const { child, ready } = launch({ COFFER_DATA_DIR: join(tempDir(), 'data') });
    const stdout = await ready;
    child.kill('SIGKILL');
    await eventually(() => allGone(adminAddresses(stdout)));
  }, START_DEADLINE_MS);

  it('stops with 0 while it is still starting', async () => {
    const { child, ended } = launch({ COFFER_DATA_DIR: join(tempDir(), 'data') });
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, stdout: '', stderr: '' });
  }, START_DEADLINE_MS);
});

/** A service's process, by what its log says. */
function pidOf(dataDir: string, service: string): number {
  const [line = '{}'] = readFileSync(join(dataDir, 'log', `${service}.log`), 'utf8').split('\n');
  return (JSON.parse(line) as { pid: number }).pid;
}
