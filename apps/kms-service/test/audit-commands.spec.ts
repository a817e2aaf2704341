import { readdirSync, readFileSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateKeyCommand, DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { startProcess, tempDir, until, wholeLines, type RunningProcess } from '@coffer/testing';
import { auditCommand, exportedEvents } from './audit-command.js';
import { kmsClient } from './client.js';
import { ALICE, madeUpSettings } from './made-up-settings.js';

describe('kms-service audit', () => {
  const settings = { ...madeUpSettings(), COFFER_AUDIT_STREAMS: '' };
  const received: unknown[][] = [];
  const authorizations = new Set<string | undefined>();
  const hook = createServer((request, response) => {
    const pieces: Buffer[] = [];
    authorizations.add(request.headers.authorization);
    request.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => { received.push(JSON.parse(Buffer.concat(pieces).toString()) as unknown[]); response.end(); });
  });
  const streamed = join(tempDir(), 'audit.jsonl');
  let running: RunningProcess;
  let kms: KMSClient;
  let keyId = '';
  const digests = tempDir();
  const publicKey = join(tempDir(), 'public.pem');

  beforeAll(async () => {
    hook.listen(0, '127.0.0.1');
    await once(hook, 'listening');
    settings.COFFER_AUDIT_STREAMS = `file:${streamed},http://127.0.0.1:${String((hook.address() as AddressInfo).port)}/in`;
    running = await startProcess('kms-service', { ...settings, COFFER_AUDIT_WEBHOOK_TOKEN: 'made-up-webhook-token' });
    kms = kmsClient(running.ports['kms'] ?? 0, ALICE);
    keyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
  });

  afterAll(async () => {
    kms.destroy();
    await running.stop();
    hook.close();
    hook.closeAllConnections();
  });

  it('prints one public key, whoever asks and when', async () => {
    const first = await auditCommand(settings, 'public-key');
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----\n[\w+/=\n]+-----END PUBLIC KEY-----\n$/) as string });
    expect(await auditCommand(settings, 'public-key')).toEqual(first);
    writeFileSync(publicKey, first.stdout);
  });

  it('exports digests beside the running service, and verifies them without its data', async () => {
    expect(await auditCommand(settings, 'export-digests', '--to', digests)).toMatchObject({ code: 0, stdout: expect.stringMatching(/_00000001\.json: 1 events in 1 log files\n$/) as string });
    await kms.send(new DescribeKeyCommand({ KeyId: keyId }));
    expect((await auditCommand(settings, 'export-digests', '--to', digests)).code).toBe(0);
    const verified = await auditCommand({ COFFER_REGION: 'us-east-1' }, 'verify-digests', '--public-key', publicKey, digests);
    expect(verified).toMatchObject({ code: 0, stdout: expect.stringMatching(/^2 events in 2 log files of 2 digests, until 2\S+Z: whole\n$/) as string });
    expect((await auditCommand(settings, 'verify', '--digests', digests, '--public-key', publicKey)).stdout).toMatch(/: whole\n$/);
  });

  it('tells by its exit code that a log file was touched, and which', async () => {
    const spoilt = tempDir();
    cpSync(digests, spoilt, { recursive: true });
    const file = readdirSync(spoilt, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('00000001-0001.json.gz')) ?? '';
    rmSync(join(spoilt, file));
    const { code, stdout } = await auditCommand(settings, 'verify-digests', '--public-key', publicKey, spoilt);
    expect([code, stdout.split('\n')[0]]).toEqual([2, `${file} is missing`]);
  });

  it('searches by attribute and time', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const names = async (...args: string[]): Promise<string[]> =>
      (await auditCommand(settings, 'search', ...args)).stdout.split('\n').filter((line) => line !== '').map((line) => (JSON.parse(line) as { eventName: string }).eventName);
    expect(await names('--attribute', 'EventName=CreateKey')).toEqual(['CreateKey']);
    expect(await names('--attribute', 'Username=alice')).toEqual(['DescribeKey', 'CreateKey']);
    expect(await names('--from', '2099-01-01T00:00:00Z')).toEqual([]);
    expect(await names('--account', '111122223333')).toEqual([]);
    expect(await names('--data')).toEqual([]);
    expect(await auditCommand(settings, 'search', '--attribute', 'Colour=red')).toMatchObject({ code: 1, stderr: expect.stringContaining('--attribute: must be KEY=VALUE') as string });
    expect(await auditCommand(settings, 'search', '--from', 'noon')).toMatchObject({ code: 1 });
  });

  it('streams every event to a file and to a webhook, with the token in a header and nowhere else', async () => {
    const all = (await exportedEvents(settings)).map(({ requestID }) => requestID);
    await until(() => received.flat().length >= all.length && wholeLines(streamed).length >= all.length);
    const ids = (events: readonly unknown[]): string[] => events.map((event) => (event as { requestID: string }).requestID);
    expect(ids(received.flat())).toEqual(all);
    expect(ids(wholeLines(streamed).map((line) => JSON.parse(line) as unknown))).toEqual(all);
    expect([...authorizations]).toEqual(['Bearer made-up-webhook-token']);
    expect(readFileSync(streamed, 'utf8')).not.toContain('made-up-webhook-token');
  });

  it('counts what it appends and how far its streams lag', async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${String(running.ports['admin'])}/metrics`)).text();
    expect(metrics).toMatch(/^coffer_audit_events_total\{?.*\}? 2$/m);
    expect(metrics).toMatch(/^coffer_audit_append_seconds_count.* 2$/m);
    expect(metrics).toMatch(/^coffer_audit_stream_lag_events\{.*stream="webhook:\/\/127\.0\.0\.1:\d+".*\} 0$/m);
  });

  it.each([[['verify', '--digests', '/x']], [['verify-digests', '/x']], [['export-digests']], [['export-digests', '--to', 'ftp://x']], [['public-key', 'x']]])('tells how it is used when it is asked %j', async (args) => {
    expect(await auditCommand(settings, ...args)).toMatchObject({ code: 1, stderr: expect.stringContaining('usage: kms-service') as string });
  });

  it('names the file that is no key', async () => {
    expect(await auditCommand(settings, 'verify-digests', '--public-key', streamed, digests)).toMatchObject({ code: 1, stderr: `--public-key: ${streamed} holds no Ed25519 public key in PEM form\n` });
  });
});

it('the service exports digests by itself, soon after its start', async () => {
  const [settings, digests] = [madeUpSettings(), tempDir()];
  const running = await startProcess('kms-service', { ...settings, COFFER_AUDIT_DIGEST_URL: digests });
  const names = (): string[] => readdirSync(digests, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  const end = Date.now() + 30_000;
  while (names().length === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 100));
  await running.stop();
  const publicKey = join(tempDir(), 'public.pem');
  writeFileSync(publicKey, (await auditCommand(settings, 'public-key')).stdout);
  expect(await auditCommand(settings, 'verify-digests', '--public-key', publicKey, digests)).toMatchObject({ code: 0, stdout: expect.stringMatching(/ of 1 digests, .*: whole\n$/) as string });
}, 60_000);
