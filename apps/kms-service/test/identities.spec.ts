import { readFileSync, writeFileSync } from 'node:fs';
import { CreateKeyCommand, KMSClient, ListKeysCommand, type KMSServiceException } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterTests, runProcess, startProcess, until, type ProcessSettings, type RunningProcess } from '@coffer/testing';
import { ALICE, madeUpSettings, OTHER_ACCOUNT_ID, ROOT } from './made-up-settings.js';
import { stsClient } from './sts-lab.js';

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

describe('root access keys of the document', () => {
  const key = (letter: string): Key => ({ id: `AKIAMADEUPROOT00001${letter}`, secret: `made-up-root-secret-of-key-${letter}` });
  const signs = ({ id, secret }: Key): typeof ALICE => ({ accessKeyId: id, secretAccessKey: secret });
  const withRoots = (...roots: readonly (readonly [id: string, ...keys: Key[]])[]): string =>
    JSON.stringify({ accounts: roots.map(([id, ...accessKeys]) => ({ id, root: { accessKeys } })) });

  it('are of the root of their account, also beside the credentials of the settings', async () => {
    const { running, file, hangUp } = await started('0');
    writeFileSync(file, withRoots(['000000000000', key('A')], [OTHER_ACCOUNT_ID, key('B'), { ...key('C'), status: 'inactive' }]));
    await hangUp();
    const arnOf = async (credentials: typeof ALICE): Promise<string | undefined> => (await stsClient(running.ports['kms'] ?? 0, credentials).send(new GetCallerIdentityCommand({}))).Arn;
    expect([await arnOf(ROOT), await arnOf(signs(key('A'))), await arnOf(signs(key('B')))]).toEqual(['000000000000', '000000000000', OTHER_ACCOUNT_ID].map((id) => `arn:aws:iam::${id}:root`));
    const kms = new KMSClient({ endpoint: `http://127.0.0.1:${String(running.ports['kms'])}`, region: 'us-east-1', credentials: signs(key('B')), maxAttempts: 1 });
    expect((await kms.send(new CreateKeyCommand({}))).KeyMetadata?.AWSAccountId).toBe(OTHER_ACCOUNT_ID);
    kms.destroy();
    expect(await answerTo(running, signs(key('C')))).toBe('UnrecognizedClientException');
    writeFileSync(file, withRoots(['000000000000', key('A')]));
    await hangUp();
    expect([await answerTo(running, signs(key('A'))), await answerTo(running, signs(key('B')))]).toEqual(['200', 'UnrecognizedClientException']);
  });
});

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
    await until(() => told(running, 'identities were reloaded') === 1);
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
