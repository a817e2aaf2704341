import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CreateKeyCommand, DecryptCommand, DescribeKeyCommand, EncryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { runProcess, startProcess, tempDir, type RunningProcess } from '@coffer/testing';
import { auditCommand, exportedEvents } from './audit-command.js';
import { kmsClient } from './client.js';
import { madeUpSettings, ROOT, writeRootKey } from './made-up-settings.js';

/** Every byte of every file under a folder, as one text. */
function everything(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('');
}

async function use<T>(running: RunningProcess, work: (kms: KMSClient) => Promise<T>): Promise<T> {
  const kms = kmsClient(running.ports['kms'] ?? 0);
  return work(kms).finally(() => { kms.destroy(); });
}

async function newKey(kms: KMSClient): Promise<string> {
  return (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
}

describe('kms-service from start to end', () => {
  it('finds keys, aliases and events again after a stop, and ends with 0', async () => {
    const settings = madeUpSettings();
    const first = await startProcess('kms-service', settings);
    const sealed = await use(first, async (kms) => kms.send(new GenerateDataKeyCommand({ KeyId: await newKey(kms), KeySpec: 'AES_256' })));
    expect(await first.stop()).toMatchObject({ code: 0, stderr: '' });
    const second = await startProcess('kms-service', settings);
    const opened = await use(second, (kms) => kms.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob })));
    expect(Buffer.from(opened.Plaintext ?? [])).toEqual(Buffer.from(sealed.Plaintext ?? []));
    expect(opened.KeyId).toBe(sealed.KeyId);
    expect((await exportedEvents(settings)).map(({ eventName }) => eventName)).toEqual(['CreateKey', 'GenerateDataKey', 'Decrypt']);
    await second.stop();
  });

  it('keeps what it answered when it is killed the moment after', async () => {
    const settings = madeUpSettings();
    const ids: string[] = [];
    const sealed: (Uint8Array | undefined)[] = [];
    for (let round = 0; round < 3; round += 1) {
      const running = await startProcess('kms-service', settings);
      await use(running, async (kms) => {
        const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: String(round) }));
        ids.push(KeyMetadata?.KeyId ?? '');
        sealed.push((await kms.send(new EncryptCommand({ KeyId: KeyMetadata?.KeyId, Plaintext: Buffer.from('kept') }))).CiphertextBlob);
        await running.kill();
      });
    }
    const running = await startProcess('kms-service', settings);
    await use(running, async (kms) => {
      for (const KeyId of ids) expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyId).toBe(KeyId);
      for (const CiphertextBlob of sealed) expect(Buffer.from((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext ?? []).toString()).toBe('kept');
    });
    await running.stop();
    const names = (await exportedEvents(settings)).map(({ eventName }) => eventName);
    expect(names.slice(0, 6)).toEqual(['CreateKey', 'Encrypt', 'CreateKey', 'Encrypt', 'CreateKey', 'Encrypt']);
    expect(await auditCommand(settings, 'verify')).toMatchObject({ code: 0 });
  });

  it('writes no key, plaintext, secret or context value into its files unsealed or into its log', async () => {
    const settings = { ...madeUpSettings(), COFFER_LOG_LEVEL: 'trace' };
    const running = await startProcess('kms-service', settings);
    const plaintext = 'a plaintext that nobody may see';
    const { Plaintext } = await use(running, async (kms) => {
      const KeyId = await newKey(kms);
      await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from(plaintext), EncryptionContext: { k: 'a context value' } }));
      return kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
    });
    await running.stop();
    const rootKey = readFileSync(settings.COFFER_KMS_ROOT_KEY_FILE, 'ascii').trim().split(':')[1] ?? '';
    const secrets = [plaintext, ROOT.secretAccessKey, Buffer.from(Plaintext ?? []).toString('latin1'), Buffer.from(rootKey, 'base64').toString('latin1'), rootKey];
    const [files, log] = [everything(settings.COFFER_DATA_DIR), running.output()];
    for (const secret of [...secrets, Buffer.from(plaintext).toString('base64')]) {
      expect(files.includes(secret)).toBe(false);
      expect(log.includes(secret)).toBe(false);
    }
    expect(log.includes('a context value')).toBe(false);
    expect(statSync(join(settings.COFFER_DATA_DIR, 'kms')).mode & 0o077).toBe(0);
  });

  it('prints nothing but log lines, and answers its probes', async () => {
    const running = await startProcess('kms-service', { ...madeUpSettings(), COFFER_LOG_LEVEL: 'info' });
    const admin = `http://127.0.0.1:${String(running.ports['admin'])}`;
    expect((await fetch(`${admin}/livez`)).status).toBe(200);
    expect(await (await fetch(`${admin}/readyz`)).json()).toEqual({ status: 'ok', checks: { running: 'ok', store: 'ok', audit: 'ok', 'root-key': 'ok' } });
    expect(await (await fetch(`${admin}/readyz?format=text`)).text()).toBe('running: ok\nstore: ok\naudit: ok\nroot-key: ok\nready\n');
    await use(running, async (kms) => kms.send(new GenerateDataKeyCommand({ KeyId: await newKey(kms), KeySpec: 'AES_256' })));
    const metrics = await (await fetch(`${admin}/metrics`)).text();
    expect(metrics).toMatch(/coffer_kms_requests_total\{operation="GenerateDataKey",outcome="Success",service="kms-service"\} 1/);
    expect(metrics).toMatch(/coffer_kms_data_keys_total\{service="kms-service"\} 1/);
    const { stdout, stderr, code } = await running.stop();
    expect([stderr, code]).toEqual(['', 0]);
    for (const line of stdout.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('service', 'kms-service');
  });
});

describe('a start that cannot succeed', () => {
  type Made = ReturnType<typeof madeUpSettings>;
  const fail = async (settings: Readonly<Record<string, string>>): Promise<string> => {
    const { code, stdout, stderr } = await runProcess('kms-service', settings);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    return stderr;
  };

  it.each([
    ['a root key that is not there', (made: Made) => ({ ...made, COFFER_KMS_ROOT_KEY_FILE: `${made.COFFER_KMS_ROOT_KEY_FILE}.not` }), /^COFFER_KMS_ROOT_KEY_FILE: .* cannot be opened \(ENOENT\)/],
    ['a root key that others may read', (made: Made) => { chmodSync(made.COFFER_KMS_ROOT_KEY_FILE, 0o644); return made; }, /^COFFER_KMS_ROOT_KEY_FILE: .* may be read by others/],
    ['a root key that is none', (made: Made) => { writeFileSync(made.COFFER_KMS_ROOT_KEY_FILE, 'x'); return made; }, /^COFFER_KMS_ROOT_KEY_FILE: .* holds no root key/],
    ['no root key', (made: Made) => ({ ...made, COFFER_KMS_ROOT_KEY_FILE: '' }), /^COFFER_KMS_ROOT_KEY_FILE: is needed/],
    ['a certificate that is not there', (made: Made) => ({ ...made, COFFER_GRPC_TLS_CERT_FILE: '/none' }), /^COFFER_GRPC_TLS_CERT_FILE: \/none does not exist/],
    ['another engine', (made: Made) => ({ ...made, COFFER_KMS_STORE_URL: 'postgres://db/kms' }), /^COFFER_KMS_STORE_URL: must begin with lmdb:/],
    ['half of the root credentials', (made: Made) => ({ ...made, COFFER_ROOT_SECRET_ACCESS_KEY: '' }), /^COFFER_ROOT_SECRET_ACCESS_KEY: is needed/],
    ['identities that are none', (made: Made) => ({ ...made, COFFER_IDENTITIES: '/none' }), /^COFFER_IDENTITIES: /],
    ['a data directory that is a file', (made: Made) => { writeFileSync(made.COFFER_DATA_DIR, ''); return { ...made, COFFER_DATA_DIR: join(made.COFFER_DATA_DIR, 'x') }; }, /^COFFER_DATA_DIR: /],
    ['a typo', (made: Made) => ({ ...made, COFFER_KMS_PROT: '1' }), /^COFFER_KMS_PROT: is not a setting/],
  ])('for %s is one line that names the setting, and touches nothing', async (_, change, line) => {
    const made = madeUpSettings();
    expect(await fail(change(made))).toMatch(line);
    expect(existsSync(join(made.COFFER_DATA_DIR, 'kms'))).toBe(false);
  });

  it.each(['COFFER_KMS_PORT', 'COFFER_KMS_GRPC_PORT', 'COFFER_KMS_ADMIN_PORT'])('for a taken %s is one line, and touches nothing', async (setting) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const made = madeUpSettings();
    expect(await fail({ ...made, [setting]: String(port) })).toMatch(new RegExp(`^${setting}: port ${String(port)} is taken`));
    expect(existsSync(made.COFFER_DATA_DIR)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
  });

  it('for a root key that does not fit is one line, and changes nothing that is kept', async () => {
    const made = madeUpSettings();
    const running = await startProcess('kms-service', made);
    const { KeyMetadata } = await use(running, (kms) => kms.send(new CreateKeyCommand({})));
    await running.stop();
    const data = join(made.COFFER_DATA_DIR, 'kms/data.mdb');
    const before = readFileSync(data);
    const other = writeRootKey(join(tempDir(), 'other.key'));
    expect(await fail({ ...made, COFFER_KMS_ROOT_KEY_FILE: other })).toBe('COFFER_KMS_ROOT_KEY_FILE: this root key does not fit the keys that are kept; give the one that they were made under\n');
    expect(readFileSync(data).equals(before)).toBe(true);
    const again = await startProcess('kms-service', made);
    expect((await use(again, (kms) => kms.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId })))).KeyMetadata?.KeyId).toBe(KeyMetadata?.KeyId);
    await again.stop();
  });
});
