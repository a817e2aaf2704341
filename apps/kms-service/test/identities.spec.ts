import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { KMSClient, ListKeysCommand, type KMSServiceException } from '@aws-sdk/client-kms';
import { afterTests, runProcess, startProcess, type ProcessSettings, type RunningProcess } from '@coffer/testing';
import { ALICE, madeUpSettings, ROOT } from './made-up-settings.js';

const ADMINISTRATOR = { attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] };
const NEW_SECRET = 'made-up-secret-that-came-later';

interface Key {
  readonly id: string;
  readonly secret: string;
  readonly status?: string;
}
const aliceKey = { id: ALICE.accessKeyId, secret: ALICE.secretAccessKey };

const documentOf = (...accessKeys: readonly Key[]): string =>
  JSON.stringify({ accounts: [{ id: '000000000000', users: [{ name: 'alice', accessKeys, ...ADMINISTRATOR }] }] });

/** What the KMS answers to a signed request: `200`, or the name of its refusal. */
async function answerTo({ ports }: RunningProcess, credentials: typeof ALICE): Promise<string> {
  const kms = new KMSClient({ endpoint: `http://127.0.0.1:${String(ports['kms'])}`, region: 'us-east-1', credentials, maxAttempts: 1 });
  try {
    return String((await kms.send(new ListKeysCommand({}))).$metadata.httpStatusCode);
  } catch (error) {
    return (error as KMSServiceException).name;
  } finally {
    kms.destroy();
  }
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await sleep(50);
}

async function metricsOf({ ports }: RunningProcess): Promise<string> {
  return (await fetch(`http://127.0.0.1:${String(ports['admin'])}/metrics`)).text();
}

/** How often the process said that it took, or refused, a change. */
const told = (running: RunningProcess, message: string): number => running.output().split(`"msg":"${message}"`).length - 1;

async function started(seconds: string): Promise<{ running: RunningProcess; file: string; hangUp: () => Promise<void> }> {
  const settings: ProcessSettings = { ...madeUpSettings(), COFFER_LOG_LEVEL: 'info', COFFER_IDENTITIES_RELOAD_SECONDS: seconds };
  const file = settings['COFFER_IDENTITIES'] ?? '';
  writeFileSync(file, documentOf(aliceKey));
  const running = await startProcess('kms-service', settings);
  afterTests(() => running.stop().then(() => undefined));
  const told = (): number => running.output().split('"msg":"identities were ').length - 1;
  const hangUp = async (): Promise<void> => {
    const before = told();
    process.kill(running.pid, 'SIGHUP');
    await until(() => told() > before);
  };
  return { running, file, hangUp };
}

describe('kms-service and its identities', () => {
  it('takes a changed secret at once, and refuses the former one', async () => {
    const { running, file, hangUp } = await started('0');
    expect(await answerTo(running, ALICE)).toBe('200');
    writeFileSync(file, documentOf({ id: ALICE.accessKeyId, secret: NEW_SECRET }));
    await hangUp();
    expect(await answerTo(running, ALICE)).toBe('InvalidSignatureException');
    expect(await answerTo(running, { ...ALICE, secretAccessKey: NEW_SECRET })).toBe('200');
  });

  it('refuses a key at once that is inactive or gone, and takes it again', async () => {
    const { running, file, hangUp } = await started('0');
    expect(await answerTo(running, ALICE)).toBe('200');
    writeFileSync(file, documentOf({ ...aliceKey, status: 'inactive' }));
    await hangUp();
    expect(await answerTo(running, ALICE)).toBe('UnrecognizedClientException');
    writeFileSync(file, documentOf(aliceKey));
    await hangUp();
    expect(await answerTo(running, ALICE)).toBe('200');
    writeFileSync(file, documentOf());
    await hangUp();
    expect(await answerTo(running, ALICE)).toBe('UnrecognizedClientException');
    expect(await answerTo(running, ROOT)).toBe('200');
  });

  it('keeps all it has when the next document is wrong, and tells so without the secret', async () => {
    const { running, file, hangUp } = await started('0');
    writeFileSync(file, JSON.stringify({ accounts: [{ id: '000000000000', users: [{ name: 'bob', accessKeys: [{ id: 'AKIAMADEUPBOB0000001', secret: 'too short' }] }] }] }));
    await hangUp();
    expect(await answerTo(running, ALICE)).toBe('200');
    expect(told(running, 'identities were not reloaded, and the former ones stay')).toBe(1);
    expect(running.output()).toContain(`${file}: accounts[0].users[0].accessKeys[0].secret: must be 16 to 128 printable ASCII characters without spaces`);
    expect(running.output()).not.toContain('too short');
    expect(await metricsOf(running)).toMatch(/coffer_identities_reloads_total\{outcome="refused",service="kms-service"\} 1\n/);
  });

  it('sees a change by itself within the time that it is told', async () => {
    const { running, file } = await started('1');
    writeFileSync(file, documentOf());
    await until(async () => (await answerTo(running, ALICE)) === 'UnrecognizedClientException');
    expect(told(running, 'identities were reloaded')).toBe(1);
    const metrics = await metricsOf(running);
    expect(metrics).toMatch(/coffer_identities_reloads_total\{outcome="applied",service="kms-service"\} 1\n/);
    expect(metrics).toMatch(/coffer_identities_users\{service="kms-service"\} 1\n/);
    expect(metrics).toMatch(/coffer_identities_last_success_timestamp_seconds\{service="kms-service"\} \d{10}/);
    expect((await running.stop()).code).toBe(0);
  });

  it('does not start with a wrong document, and tells every mistake of it', async () => {
    const settings = madeUpSettings();
    const file = settings['COFFER_IDENTITIES'] ?? '';
    const document = JSON.parse(readFileSync(file, 'utf8')) as { accounts: object[] };
    writeFileSync(file, JSON.stringify({ accounts: [...document.accounts, { id: '222222222222', users: [{ name: 'a', groups: ['g'] }], roles: [{ name: 'r' }] }] }));
    expect(await runProcess('kms-service', settings)).toMatchObject({
      code: 1, stdout: '',
      stderr: [
        `COFFER_IDENTITIES: ${file}: accounts[2].roles[0].trust: is needed and not given`,
        `COFFER_IDENTITIES: ${file}: accounts[2].users[0].groups[0]: names no group of the account`,
        '',
      ].join('\n'),
    });
  });
});
