import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CreateGrantCommand, CreateKeyCommand, DecryptCommand, EncryptCommand, GenerateDataKeyCommand, GenerateRandomCommand, KMSClient, ReEncryptCommand } from '@aws-sdk/client-kms';
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { startProcess, tempDir } from '@coffer/testing';
import { auditCommand } from './audit-command.js';
import { kmsClient } from './client.js';
import { ALICE, MALLORY, ROOT } from './made-up-settings.js';
import { AUDIENCE, BOB, credentialsFrom, roleArn, settingsWith, stsClient, stsIdentities, TestIssuer } from './sts-lab.js';

const PLAINTEXT = 'a very secret plaintext of the suite';
const WEBHOOK_TOKEN = 'made-up-webhook-token-of-the-suite';

/** Every form in which bytes could have got into a text. */
function formsOf(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  return [buffer.toString('base64'), buffer.toString('base64url'), buffer.toString('hex')];
}

/** Every file below a folder, as far as it is text or holds text. */
function filesBelow(directory: string): Map<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(entries.map(({ parentPath, name }) => {
    const bytes = readFileSync(join(parentPath, name));
    return [join(parentPath, name), (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')];
  }));
}

it('tells no secret in any output of a run with keys, grants and sessions', async () => {
  const issuer = new TestIssuer();
  await issuer.renew('k1');
  const [digests, streamed] = [tempDir(), join(tempDir(), 'audit.jsonl')];
  const settings = { ...settingsWith(stsIdentities(issuer.jwksFile)), COFFER_LOG_LEVEL: 'trace', COFFER_AUDIT_STREAMS: `file:${streamed},stdout:`, COFFER_AUDIT_WEBHOOK_TOKEN: WEBHOOK_TOKEN };
  const running = await startProcess('kms-service', settings);
  const port = running.ports['kms'] ?? 0;
  const secrets = new Set<string>([PLAINTEXT, WEBHOOK_TOKEN, ...[ROOT, ALICE, BOB, MALLORY].map(({ secretAccessKey }) => secretAccessKey), ...formsOf(Buffer.from(PLAINTEXT))]);
  const know = (bytes: Uint8Array | undefined): void => { for (const form of formsOf(bytes ?? new Uint8Array())) secrets.add(form); };
  const [kms, sts] = [kmsClient(port, ROOT), stsClient(port, ALICE)];

  const KeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId;
  const { Plaintext, CiphertextBlob } = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: { a: 'b' } }));
  const sealed = await kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from(PLAINTEXT) }));
  await kms.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob }));
  await kms.send(new DecryptCommand({ CiphertextBlob })).catch(() => undefined);
  const moved = await kms.send(new ReEncryptCommand({ CiphertextBlob: sealed.CiphertextBlob, DestinationKeyId: KeyId }));
  const random = await kms.send(new GenerateRandomCommand({ NumberOfBytes: 32 }));
  const { GrantToken = '' } = await kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal: 'arn:aws:iam::000000000000:user/bob', Operations: ['Decrypt'] }));
  for (const bytes of [Plaintext, CiphertextBlob, sealed.CiphertextBlob, moved.CiphertextBlob, random.Plaintext]) know(bytes);
  secrets.add(GrantToken);

  const token = await issuer.token();
  secrets.add(token);
  const given = [
    (await sts.send(new GetSessionTokenCommand({}))).Credentials,
    (await sts.send(new AssumeRoleCommand({ RoleArn: roleArn('open'), RoleSessionName: 'night' }))).Credentials,
    (await sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn('web'), RoleSessionName: 'pod', WebIdentityToken: token }))).Credentials,
  ];
  await sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn('web'), RoleSessionName: 'pod', WebIdentityToken: `${token}x` })).catch(() => undefined);
  for (const credentials of given.map(credentialsFrom)) {
    secrets.add(credentials.secretAccessKey).add(credentials.sessionToken);
    const client = new KMSClient({ endpoint: `http://127.0.0.1:${String(port)}`, region: 'us-east-1', maxAttempts: 1, credentials });
    know((await client.send(new GenerateRandomCommand({ NumberOfBytes: 32 })).catch(() => ({ Plaintext: undefined }))).Plaintext);
    client.destroy();
  }
  await stsClient(port, BOB).send(new GetCallerIdentityCommand({}));
  secrets.add(readFileSync(settings.COFFER_KMS_ROOT_KEY_FILE, 'utf8').trim().split(':')[1] ?? '');

  const exported = await auditCommand(settings, 'export');
  expect((await auditCommand(settings, 'export-digests', '--to', digests)).code).toBe(0);
  const metrics = await (await fetch(`http://127.0.0.1:${String(running.ports['admin'])}/metrics`)).text();
  kms.destroy();
  sts.destroy();
  const ended = await running.stop();
  const outputs = new Map([
    ['export', exported.stdout], ['metrics', metrics], ['standard output', ended.stdout], ['standard error', ended.stderr], ['the stream', readFileSync(streamed, 'utf8')],
    ...filesBelow(digests), ...filesBelow(join(settings.COFFER_DATA_DIR, 'kms/audit')),
  ]);
  expect(exported.stdout.split('\n').length).toBeGreaterThan(12);
  expect(exported.stdout).toContain('"type":"AssumedRole"');
  expect(exported.stdout).toContain('"type":"WebIdentityUser"');
  expect(exported.stdout).toContain(AUDIENCE);
  secrets.delete('');
  expect(secrets.size).toBeGreaterThan(25);
  for (const [name, text] of outputs) for (const secret of secrets) expect({ name, tells: text.includes(secret) ? secret : undefined }).toEqual({ name, tells: undefined });
}, 120_000);
