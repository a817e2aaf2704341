import { setTimeout as delay } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CreateKeyCommand, DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { runProcess, startProcess, tempDir, type ProcessSettings } from '@coffer/testing';
import { FileRootKey } from '../src/keys/file-root-key.js';
import type { Key } from '../src/keys/key.js';
import { Materials } from '../src/keys/materials.js';
import { openKeys } from '../src/keys/open-keys.js';
import { fitOf } from '../src/keys/rotate-root-key.js';
import { LmdbKeyStore } from '../src/store/lmdb-key-store.js';
import { auditCommand, exportedEvents } from './audit-command.js';
import { kmsClient } from './client.js';
import { madeUpSettings, writeRootKey } from './made-up-settings.js';

const MAIN = join(import.meta.dirname, '../dist/main.js');
const PLACE = { accountId: '000000000000', region: 'us-east-1' };

/** Long enough for a rotation that a kill can fall into the middle of. */
const MANY_KEYS = 3_000;
const KILLS = 10;

interface Made {
  readonly settings: ProcessSettings & { readonly COFFER_DATA_DIR: string; readonly COFFER_KMS_ROOT_KEY_FILE: string };
  readonly newKey: string;
}

function made(): Made {
  return { settings: madeUpSettings(), newKey: writeRootKey(join(tempDir(), 'new.key')) };
}

const rotate = ({ settings, newKey }: Made): ReturnType<typeof runProcess> => runProcess('kms-service', { ...settings, COFFER_KMS_NEW_ROOT_KEY_FILE: newKey }, ['root-key', 'rotate']);

async function using<T>(settings: ProcessSettings, work: (kms: KMSClient) => Promise<T>): Promise<T> {
  const running = await startProcess('kms-service', settings);
  const kms = kmsClient(running.ports['kms'] ?? 0);
  try {
    return await work(kms);
  } finally {
    kms.destroy();
    await running.stop();
  }
}

async function sealed(kms: KMSClient, count: number): Promise<(Uint8Array | undefined)[]> {
  const blobs: (Uint8Array | undefined)[] = [];
  for (let i = 0; i < count; i += 1) {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    blobs.push((await kms.send(new EncryptCommand({ KeyId: KeyMetadata?.KeyId, Plaintext: Buffer.from(`text ${String(i)}`) }))).CiphertextBlob);
  }
  return blobs;
}

async function opened(kms: KMSClient, blobs: readonly (Uint8Array | undefined)[]): Promise<string[]> {
  return Promise.all(blobs.map(async (CiphertextBlob) => Buffer.from((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext ?? []).toString()));
}

const rotations = async (settings: ProcessSettings): Promise<unknown[]> =>
  (await exportedEvents(settings)).filter(({ eventName }) => eventName === 'RotateRootKey').map(({ requestParameters }) => requestParameters);

describe('kms-service root-key rotate', () => {
  it('lets a service under the new root key open what was sealed before, and refuses the former by name', async () => {
    const { settings, newKey } = made();
    const blobs = await using(settings, (kms) => sealed(kms, 3));
    const { code, stdout, stderr } = await rotate({ settings, newKey });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^the root key was rotated: 3 keys with 3 materials are wrapped by \S+\nnext:\n1\. set COFFER_KMS_ROOT_KEY_FILE to /);
    expect(await using({ ...settings, COFFER_KMS_ROOT_KEY_FILE: newKey }, (kms) => opened(kms, blobs))).toEqual(['text 0', 'text 1', 'text 2']);
    expect(await runProcess('kms-service', settings)).toMatchObject({ code: 1, stderr: 'COFFER_KMS_ROOT_KEY_FILE: this root key does not fit the keys that are kept; give the one that they were made under\n' });
    expect(await rotations(settings)).toEqual([{ step: 'Begin' }, { step: 'End', keys: 3, materials: 3 }]);
    expect(await auditCommand(settings, 'verify')).toMatchObject({ code: 0 });
  });

  it('says that it was done before when it is asked again, and records that', async () => {
    const { settings, newKey } = made();
    await using(settings, (kms) => sealed(kms, 1));
    await rotate({ settings, newKey });
    expect(await rotate({ settings, newKey })).toMatchObject({ code: 0, stdout: expect.stringContaining('was rotated before') as string });
    expect(await rotations(settings)).toEqual([{ step: 'Begin' }, { step: 'End', keys: 1, materials: 1 }, { step: 'FoundDone' }]);
  });

  it('refuses while the service runs, whatever it is doing, and after it was killed does not', async () => {
    const { settings, newKey } = made();
    const running = await startProcess('kms-service', settings);
    expect(await rotate({ settings, newKey })).toMatchObject({
      code: 1, stderr: `COFFER_DATA_DIR: the keys in ${join(settings.COFFER_DATA_DIR, 'kms')} are in use by process ${String(running.pid)}; stop kms-service first\n`,
    });
    await running.kill();
    expect((await rotate({ settings, newKey })).code).toBe(0);
  });

  const other = (): string => writeRootKey(join(tempDir(), 'other.key'));
  it.each([
    ['a former root key that does not fit', (given: Made): Made => ({ ...given, settings: { ...given.settings, COFFER_KMS_ROOT_KEY_FILE: other() } }), /^COFFER_KMS_ROOT_KEY_FILE: this root key does not fit the keys/],
    ['the same file twice', (given: Made): Made => ({ ...given, newKey: given.settings.COFFER_KMS_ROOT_KEY_FILE }), /^COFFER_KMS_NEW_ROOT_KEY_FILE: this is the root key that is in use already/],
    ['the same key in another file', (given: Made): Made => ({ ...given, newKey: copyOf(given.settings.COFFER_KMS_ROOT_KEY_FILE) }), /^COFFER_KMS_NEW_ROOT_KEY_FILE: this is the root key that is in use already/],
    ['no new root key', (given: Made): Made => ({ ...given, newKey: '' }), /^COFFER_KMS_NEW_ROOT_KEY_FILE: is needed and not given/],
    ['a new root key that is not there', (given: Made): Made => ({ ...given, newKey: '/none' }), /^COFFER_KMS_NEW_ROOT_KEY_FILE: \/none cannot be opened \(ENOENT\)/],
    ['a new root key that others may read', (given: Made): Made => ({ ...given, newKey: writeRootKey(join(tempDir(), 'open.key'), 0o644) }), /^COFFER_KMS_NEW_ROOT_KEY_FILE: \S+ may be read by others/],
    ['no keys', (given: Made): Made => ({ ...given, settings: { ...given.settings, COFFER_DATA_DIR: join(tempDir(), 'none') } }), /^COFFER_DATA_DIR: there are no keys in /],
  ])('refuses %s, and changes nothing', async (_, change, line) => {
    const given = made();
    const blobs = await using(given.settings, (kms) => sealed(kms, 1));
    const { code, stderr, stdout } = await rotate(change(given));
    expect([code, stderr, stdout]).toEqual([1, expect.stringMatching(line), '']);
    expect(stderr.trim()).not.toContain('\n');
    expect(await rotations(given.settings)).toEqual([]);
    expect(await using(given.settings, (kms) => opened(kms, blobs))).toEqual(['text 0']);
  });

  it('leaves all keys under the former or all under the new root key, wherever it is killed', async () => {
    const { settings, newKey } = made();
    const directory = join(settings.COFFER_DATA_DIR, 'kms');
    await fill(directory, settings.COFFER_KMS_ROOT_KEY_FILE, MANY_KEYS);
    const began = performance.now();
    expect((await rotate({ settings, newKey })).stdout).toContain(`${String(MANY_KEYS)} keys with ${String(MANY_KEYS)} materials`);
    const whole = performance.now() - began;
    let [from, to] = [newKey, settings.COFFER_KMS_ROOT_KEY_FILE];
    let cutOff = 0;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const child = spawn(process.execPath, [MAIN, 'root-key', 'rotate'], { env: { ...settings, COFFER_KMS_ROOT_KEY_FILE: from, COFFER_KMS_NEW_ROOT_KEY_FILE: to }, stdio: 'ignore' });
      const ended = once(child, 'exit');
      await delay((whole * kill) / KILLS);
      child.kill('SIGKILL');
      const [, signal] = (await ended) as [number | null, NodeJS.Signals | null];
      if (signal === 'SIGKILL') cutOff += 1;
      const fit = await fitOfAll(directory, from, to);
      if (fit === 'to') [from, to] = [to, from];
    }
    expect(cutOff).toBeGreaterThan(0);
    expect(await auditCommand(settings, 'verify')).toMatchObject({ code: 0 });
  });
});

function copyOf(file: string): string {
  const copy = join(tempDir(), 'copy.key');
  writeFileSync(copy, readFileSync(file), { mode: 0o600 });
  return copy;
}

/** Makes so many keys in a store of its own. */
async function fill(directory: string, rootKeyPath: string, count: number): Promise<void> {
  const [store, rootKey] = [LmdbKeyStore.open(directory), FileRootKey.open('', rootKeyPath)];
  const keys = await openKeys(store, rootKey, PLACE, '');
  const materials = new Materials(rootKey);
  await Promise.all(Array.from({ length: count }, async () => {
    const id = randomUUID();
    const key: Key = { id, arn: '', owner: PLACE.accountId, manager: 'CUSTOMER', description: '', createdAt: new Date(), enabled: true, tags: [], policy: undefined, materials: [await materials.create(id)] };
    expect(await keys.table.commit(keys.table.addKey(key))).toBe(true);
  }));
  keys.close();
  await store.close();
}

/** Which root key the store is under; throws if any key is not under the same one. */
async function fitOfAll(directory: string, from: string, to: string): Promise<string> {
  const store = LmdbKeyStore.open(directory);
  const [former, next] = [FileRootKey.open('', from), FileRootKey.open('', to)];
  try {
    const fit = await fitOf(store, former, next);
    const rootKey = fit === 'from' ? former : next;
    const keys = await openKeys(store, rootKey, PLACE, '');
    let count = 0;
    for (let after = ''; ;) {
      const ids = await keys.table.keyIds(PLACE.accountId, after, 1_000);
      for (const id of ids) {
        const material = (await keys.table.key(id))?.record.materials[0];
        if (material === undefined) throw new Error('a key is gone');
        (await rootKey.unwrap({ keyId: id, materialId: material.id }, material.wrapped))[Symbol.dispose]();
      }
      count += ids.length;
      const last = ids.at(-1);
      if (last === undefined) break;
      after = last;
    }
    expect(count).toBe(MANY_KEYS);
    keys.close();
    return fit;
  } finally {
    await store.close();
  }
}
