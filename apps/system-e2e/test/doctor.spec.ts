import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { CreateKeyCommand, DisableKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, ListBucketsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { developmentCertificates, issueCertificates, writePrivateFile } from '@coffer/service';
import { afterTests, tempDir } from '@coffer/testing';

import { diagnose, runDoctor } from '../src/doctor.js';
import { ACCOUNT_ID, Installation, REGION } from '../src/installation.js';

jest.setTimeout(180_000);

const NOBODY = { accessKeyId: 'AKIANOBODY0000000000', secretAccessKey: 'made-up-secret-of-nobody' };
const DAY_MS = 86_400_000;
let installation: Installation;

beforeAll(async () => {
  const identities = join(tempDir(), 'identities.json');
  writePrivateFile(identities, JSON.stringify({ accounts: [{ id: ACCOUNT_ID, users: [{ name: 'nobody', accessKeys: [{ id: NOBODY.accessKeyId, secret: NOBODY.secretAccessKey }] }] }] }));
  installation = await Installation.start({ COFFER_IDENTITIES: identities });
});

/** What a client of the installation has in its environment. */
const client = (): Record<string, string> => ({ ...installation.awsEnvironment(), AWS_REGION: REGION, AWS_ENDPOINT_URL_S3: installation.s3Url, AWS_ENDPOINT_URL_KMS: installation.kmsUrl });

const admin = (): readonly string[] => ['--s3-admin', `http://localhost:${String(installation.storage.ports['admin'])}`, '--kms-admin', `http://localhost:${String(installation.kms.ports['admin'])}`];

function grpc(files = developmentCertificates(join(installation.dataDir, 'tls'))['storage-service']): readonly string[] {
  return ['--kms-grpc', `localhost:${String(installation.kms.ports['grpc'])}`, '--grpc-ca', files.caFile, '--grpc-cert', files.certFile, '--grpc-key', files.keyFile];
}

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  afterTests(() => { server.close(); });
  return (server.address() as AddressInfo).port;
}

const http = async (listener: RequestListener): Promise<string> => `http://127.0.0.1:${String(await listening(createHttpServer(listener)))}`;

async function https(certificate: { readonly cert: string; readonly key: string }, host = '127.0.0.1'): Promise<string> {
  return `https://${host}:${String(await listening(createHttpsServer(certificate), host))}`;
}

function certificateOf(name: string, now = new Date()): { readonly cert: string; readonly key: string; readonly caFile: string } {
  const { ca, issued } = issueCertificates([name], now);
  const caFile = join(tempDir(), 'ca.crt');
  writePrivateFile(caFile, ca);
  return { ...issued.get(name)!, caFile };
}

describe('coffer doctor, where all is well', () => {
  it('tries every hop, shows no secret and leaves nothing', async () => {
    const kms = installation.kmsClient();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const { code, hops, text } = await diagnose(client(), ...admin(), ...grpc(), '--kms-key-id', KeyMetadata?.KeyId ?? '', '--audit');
    expect(Object.fromEntries([...hops].map(([name, { state }]) => [name, state]))).toEqual({
      configuration: 'ok', 's3 name': 'ok', 's3 port': 'ok', 's3 tls': 'skipped', 's3 answer': 'ok', 'kms name': 'ok', 'kms port': 'ok', 'kms tls': 'skipped', 'kms answer': 'ok', clock: 'ok',
      's3 admin': 'ok', 'storage to kms': 'ok', 'kms admin': 'ok', 'grpc name': 'ok', 'grpc port': 'ok', 'grpc tls': 'ok', 'grpc health': 'ok',
      identity: 'ok', 's3 access': 'ok', key: 'ok', 'data key': 'ok', 'sealed object': 'ok', audit: 'ok',
    });
    expect(code).toBe(0);
    expect(hops.get('identity')?.detail).toBe(`arn:aws:iam::${ACCOUNT_ID}:root of account ${ACCOUNT_ID}`);
    expect(hops.get('sealed object')?.detail).toContain(KeyMetadata?.Arn ?? 'no key');
    expect(text).toContain(installation.credentials.accessKeyId);
    expect(text).not.toContain(installation.credentials.secretAccessKey);
    expect((await installation.s3().send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
  });

  it('is a line for each hop and a last one, for people', async () => {
    const { code, stdout, stderr } = await runDoctor(client());
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^ok {7}configuration {3}S3 http:\/\/localhost:\d+, KMS http:\/\/localhost:\d+, region us-east-1, access key AKIA\w+ from the environment\n/);
    expect(stdout).toMatch(/\nskipped {2}audit {11}no --audit\n\nall \d+ hops that were tried are well\n$/);
  });

  it('touches nothing in a bucket that is given', async () => {
    await installation.s3().send(new CreateBucketCommand({ Bucket: 'given' }));
    expect((await diagnose(client(), '--bucket', 'given')).code).toBe(0);
    expect((await installation.s3().send(new ListObjectsV2Command({ Bucket: 'given' }))).KeyCount).toBe(0);
  });

  it('goes through TLS, by the authority that is named', async () => {
    const { caFile, certFile, keyFile } = developmentCertificates(join(tempDir(), 'tls'))['storage-service'];
    const sealed = await Installation.start({ COFFER_S3_TLS_CERT_FILE: certFile, COFFER_S3_TLS_KEY_FILE: keyFile });
    const endpoint = sealed.s3Url.replace('http:', 'https:');
    const env = { ...sealed.awsEnvironment(), AWS_REGION: REGION, AWS_ENDPOINT_URL_S3: endpoint, AWS_ENDPOINT_URL_KMS: sealed.kmsUrl };
    const { code, hops } = await diagnose(env, '--ca', caFile);
    expect(code).toBe(0);
    expect(hops.get('s3 tls')?.detail).toMatch(/^certificate of "storage-service", signed by "Coffer development authority", for localhost, storage-service, 127\.0\.0\.1, .*, ends in 82\d days, trusted$/);
    expect((await diagnose(env)).first).toMatchObject({ hop: 's3 tls', detail: expect.stringContaining('its authority is not trusted here'), remedy: expect.stringMatching(/--ca FILE/) });
    expect((await diagnose({ ...env, AWS_ENDPOINT_URL_S3: sealed.s3Url })).first).toMatchObject({ hop: 's3 answer', detail: 'the port speaks TLS, and the endpoint says http', remedy: 'write https:// in AWS_ENDPOINT_URL_S3' });
    await sealed.stop();
  });
});

describe('coffer doctor names the hop that fails and the setting', () => {
  it('nothing is configured', async () => {
    const { AWS_ENDPOINT_URL_S3: _s3, AWS_ENDPOINT_URL_KMS: _kms, ...env } = client();
    expect((await diagnose(env)).first).toMatchObject({ hop: 'configuration', detail: 'no endpoint is configured: clients would go to AWS', remedy: expect.stringContaining('AWS_ENDPOINT_URL_S3') });
    const { AWS_ACCESS_KEY_ID: _id, ...anonymous } = client();
    expect((await diagnose(anonymous)).first).toMatchObject({ hop: 'configuration', detail: expect.stringContaining('CredentialsProviderError') });
  });

  it.each([
    ['a name that nobody knows', 'http://nobody.invalid:9000', { hop: 's3 name', detail: expect.stringMatching(/^nobody\.invalid: .*(ENOTFOUND|EAI_AGAIN)/), remedy: expect.stringContaining('AWS_ENDPOINT_URL_S3') }],
    ['a wrong port', 'http://localhost:1', { hop: 's3 port', detail: expect.stringContaining(':1 refuses: nothing listens there'), remedy: expect.stringMatching(/^start storage-service, or mend the port in AWS_ENDPOINT_URL_S3/) }],
  ])('%s', async (_, endpoint, failure) => {
    const { code, first } = await diagnose({ ...client(), AWS_ENDPOINT_URL_S3: endpoint });
    expect([code, first]).toEqual([1, expect.objectContaining(failure)]);
  });

  it('a port whose packets vanish', async () => {
    const { port, fill } = await silentPort();
    await fill();
    const { first } = await diagnose({ ...client(), AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${String(port)}` }, '--timeout', '2');
    expect(first).toMatchObject({ hop: 's3 port', detail: `127.0.0.1:${String(port)} does not answer`, remedy: expect.stringContaining('a firewall or NetworkPolicy drops the packets') });
  });

  it('a service that hangs, within the time-out', async () => {
    const port = await listening(createServer(() => undefined));
    const { first } = await diagnose({ ...client(), AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${String(port)}` }, '--timeout', '1');
    expect(first).toMatchObject({ hop: 's3 answer', detail: 'no answer within 1 s' });
  });

  it('TLS to a plain port, the other door, an admin door, and something else', async () => {
    const cases: readonly (readonly [string, object])[] = [
      [installation.s3Url.replace('http:', 'https:'), { hop: 's3 tls', detail: expect.stringContaining('speaks plain HTTP, and not TLS'), remedy: expect.stringContaining('write http:// in --s3-endpoint') }],
      [installation.kmsUrl, { hop: 's3 answer', detail: "Coffer's KMS answers, and not Coffer's S3" }],
      [`http://localhost:${String(installation.storage.ports['admin'])}`, { hop: 's3 answer', detail: "an admin door answers, and not Coffer's S3" }],
      [await http((_request, response) => response.end('hello')), { hop: 's3 answer', detail: 'something else answers: status 200, by nobody that names itself' }],
    ];
    for (const [endpoint, failure] of cases) expect((await diagnose(client(), '--s3-endpoint', endpoint)).first).toMatchObject(failure);
  });

  it('a certificate that has expired, of another authority, or for other names', async () => {
    const [old, fresh] = [certificateOf('old', new Date(Date.now() - 900 * DAY_MS)), certificateOf('fresh')];
    const cases: readonly (readonly [string, string, object])[] = [
      [await https(old), old.caFile, { hop: 's3 tls', detail: expect.stringMatching(/^certificate of "old", .* ended 7\d days ago: it has expired$/), remedy: expect.stringContaining('renew the files of COFFER_S3_TLS_CERT_FILE') }],
      [await https(fresh), old.caFile, { hop: 's3 tls', detail: expect.stringContaining('its authority is not trusted here') }],
      [await https(fresh, '127.0.0.2'), fresh.caFile, { hop: 's3 tls', detail: expect.stringContaining('it is not for 127.0.0.2'), remedy: expect.stringContaining('--s3-endpoint') }],
    ];
    for (const [endpoint, ca, failure] of cases) expect((await diagnose(client(), '--s3-endpoint', endpoint, '--ca', ca)).first).toMatchObject(failure);
  });

  it('a secret that is wrong, and an access key that is unknown', async () => {
    const wrong = await diagnose({ ...client(), AWS_SECRET_ACCESS_KEY: 'wrong' });
    expect(wrong.first).toMatchObject({ hop: 'identity', detail: expect.stringMatching(/^SignatureDoesNotMatch: /), remedy: expect.stringContaining('the secret does not fit the access key') });
    expect(wrong.hops.get('s3 access')).toMatchObject({ state: 'failed', detail: expect.stringMatching(/^SignatureDoesNotMatch: /) });
    const unknown = await diagnose({ ...client(), AWS_ACCESS_KEY_ID: 'AKIAUNKNOWN000000000' });
    expect(unknown.first).toMatchObject({ hop: 'identity', detail: expect.stringMatching(/^InvalidClientTokenId: /), remedy: expect.stringContaining('COFFER_IDENTITIES') });
    expect(unknown.hops.get('s3 access')).toMatchObject({ detail: expect.stringMatching(/^InvalidAccessKeyId: /) });
  });

  it('a clock that is wrong', async () => {
    const tooSkewed = (date: string | undefined): RequestListener => (_request, response) => {
      response.sendDate = false;
      response.writeHead(403, { server: 'Coffer', 'x-amz-request-id': '1', ...(date && { date }) });
      response.end('<?xml version="1.0"?><Error><Code>RequestTimeTooSkewed</Code><Message>The difference is too large.</Message></Error>');
    };
    const ahead = await diagnose(client(), '--s3-endpoint', await http(tooSkewed(new Date(Date.now() + 3_600_000).toUTCString())));
    expect(ahead.first).toMatchObject({ hop: 'clock', detail: expect.stringMatching(/^the clock of storage-service is (3599|3600) s ahead of this one; more than 900 s is RequestTimeTooSkewed$/), remedy: expect.stringContaining('NTP') });
    const silent = await diagnose(client(), '--s3-endpoint', await http(tooSkewed(undefined)));
    expect(silent.first).toMatchObject({ hop: 's3 access', detail: 'RequestTimeTooSkewed: The difference is too large.', remedy: expect.stringContaining('the clocks are too far apart') });
  });

  it('a key that is disabled, and one that is not there', async () => {
    const kms = installation.kmsClient();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
    await installation.s3().send(new CreateBucketCommand({ Bucket: 'disabled' }));
    const { first, hops } = await diagnose(client(), '--kms-key-id', KeyMetadata?.Arn ?? '', '--bucket', 'disabled');
    expect(first).toMatchObject({ hop: 'key', detail: `${KeyMetadata?.Arn ?? ''} is Disabled`, remedy: expect.stringContaining('aws kms enable-key') });
    expect(hops.get('data key')).toMatchObject({ state: 'skipped', detail: 'needs key' });
    expect(hops.get('sealed object')).toMatchObject({ state: 'failed', detail: expect.stringMatching(/^KMS\.DisabledException: /) });
    expect((await installation.s3().send(new ListObjectsV2Command({ Bucket: 'disabled' }))).KeyCount).toBe(0);
    expect((await diagnose(client(), '--kms-key-id', 'alias/none')).first).toMatchObject({ hop: 'key', detail: expect.stringMatching(/^NotFoundException: /) });
  });

  it('a user who may not', async () => {
    const { first, hops } = await diagnose({ ...client(), AWS_ACCESS_KEY_ID: NOBODY.accessKeyId, AWS_SECRET_ACCESS_KEY: NOBODY.secretAccessKey });
    expect(hops.get('identity')).toMatchObject({ state: 'ok', detail: expect.stringContaining(':user/nobody') });
    expect(first).toMatchObject({ hop: 's3 access', detail: expect.stringMatching(/^AccessDenied: User: .*user\/nobody is not authorized to perform: s3:ListAllMyBuckets/), remedy: expect.stringContaining('a policy does not let this') });
  });

  it('a gRPC door of another authority, and one that does not take our certificate', async () => {
    const foreign = developmentCertificates(join(tempDir(), 'tls'))['storage-service'];
    const own = developmentCertificates(join(installation.dataDir, 'tls'))['storage-service'];
    expect((await diagnose(client(), ...grpc(foreign))).first).toMatchObject({ hop: 'grpc tls', detail: expect.stringContaining('its authority is not trusted here'), remedy: expect.stringContaining('COFFER_GRPC_TLS_CA_FILE') });
    expect((await diagnose(client(), ...grpc({ ...foreign, caFile: own.caFile }))).first).toMatchObject({ hop: 'grpc health', detail: expect.stringContaining('broke the connection off'), remedy: expect.stringContaining('it does not take our certificate') });
  });

  it('a gRPC door that closes the connection in good order before it answers', async () => {
    const files = developmentCertificates(join(installation.dataDir, 'tls'))['storage-service'];
    const door = createSecureServer({ cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) });
    door.on('stream', ({ session }) => { session?.destroy(); });
    const target = `localhost:${String(await listening(door))}`;
    expect((await diagnose(client(), ...grpc(), '--kms-grpc', target)).first).toMatchObject({ hop: 'grpc health', detail: expect.stringContaining('broke the connection off'), remedy: expect.stringContaining('it does not take our certificate') });
  });

  it('a bucket that is not there', async () => {
    expect((await diagnose(client(), '--bucket', 'missing')).first).toMatchObject({ hop: 's3 access', detail: expect.stringMatching(/^NoSuchBucket: /) });
  });

  it('a KMS that is stopped', async () => {
    await installation.kms.stop();
    try {
      await notedByStorage();
      const { first, hops } = await diagnose(client(), '--s3-admin', admin()[1] ?? '');
      expect(first).toMatchObject({ hop: 'kms port', detail: expect.stringContaining('refuses'), remedy: expect.stringMatching(/^start kms-service, or mend the port in AWS_ENDPOINT_URL_KMS/) });
      expect(hops.get('identity')).toMatchObject({ state: 'skipped', detail: 'needs kms answer' });
      expect(hops.get('storage to kms')).toMatchObject({ state: 'failed', detail: expect.stringContaining('COFFER_KMS_GRPC_TARGET: the key service does not answer') });
      expect(hops.get('sealed object')).toMatchObject({ state: 'failed', detail: expect.stringMatching(/^ServiceUnavailable: /), remedy: expect.stringContaining('storage-service does not reach the KMS') });
      const { Buckets = [] } = await installation.s3().send(new ListBucketsCommand({}));
      expect(Buckets.filter(({ Name = '' }) => Name.startsWith('coffer-doctor'))).toEqual([]);
    } finally {
      await installation.startKms();
    }
  });
});

/** storage-service pings the KMS each second, and says so when that fails. */
async function notedByStorage(): Promise<void> {
  const readyz = `http://localhost:${String(installation.storage.ports['admin'])}/readyz`;
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await (await fetch(readyz)).text()).includes('the key service does not answer')) return;
    await wait(100);
  }
  throw new Error('storage-service does not notice that the KMS is gone');
}

it('coffer doctor says what it takes, and ends with 2 for what it does not', async () => {
  expect(await runDoctor({}, '--help')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage:\n {2}coffer doctor/) });
  expect(await runDoctor({}, '--timeout', 'soon')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^coffer: --timeout wants 1 to 300 seconds, not soon\n\nUsage:/) });
});

/** A listener that never accepts, in a process that is stopped: once its queue is full the system drops what comes, as a firewall does. */
async function silentPort(): Promise<{ readonly port: number; readonly fill: () => Promise<void> }> {
  const listener = spawn(process.execPath, ['-e', "const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => process.stdout.write(String(s.address().port)))"], { stdio: ['ignore', 'pipe', 'inherit'] });
  afterTests(() => { listener.kill('SIGKILL'); });
  const [text] = (await once(listener.stdout, 'data')) as [Buffer];
  listener.kill('SIGSTOP');
  const port = Number(text.toString());
  const sockets: Socket[] = [];
  afterTests(() => { for (const socket of sockets) socket.destroy(); });
  const fill = async (): Promise<void> => {
    for (let count = 0; count < 8; count += 1) {
      const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
      sockets.push(socket);
      const queued = await Promise.race([once(socket, 'connect').then(() => true), new Promise<false>((resolve) => { setTimeout(resolve, 500, false); })]);
      if (!queued) return;
    }
    throw new Error('the queue is never full');
  };
  return { port, fill };
}
