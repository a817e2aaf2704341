import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, DecryptCommand, EncryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { runProcess, tempDir } from '@coffer/testing';

import { Installation, REGION, type Credentials } from '../src/installation.js';

jest.setTimeout(300_000);

const ROLE = 'arn:aws:iam::000000000000:role/reader';
const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

function identitiesOf(alice: Credentials): string {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:user/alice' }, Action: 'sts:AssumeRole' }] };
  return JSON.stringify({
    accounts: [{
      id: '000000000000',
      users: [{ name: 'alice', accessKeys: [{ id: alice.accessKeyId, secret: alice.secretAccessKey }], policies: [{ name: 'all', document: allowAll }] }],
      roles: [{ name: 'reader', trust, policies: [{ name: 'all', document: allowAll }] }],
    }],
  });
}

/** Everything that no output may show, by what it is. */
class Secrets {
  readonly #all: { readonly what: string; readonly forms: readonly string[] }[] = [];

  text(what: string, value: string | undefined): void {
    if (value === undefined || value.length < 12) throw new Error(`${what} is not there to be looked for`);
    this.#all.push({ what, forms: [value, encodeURIComponent(value), Buffer.from(value).toString('base64')] });
  }

  bytes(what: string, value: Uint8Array | undefined): void {
    const buffer = Buffer.from(value ?? []);
    if (buffer.length < 12) throw new Error(`${what} is not there to be looked for`);
    this.#all.push({ what, forms: [buffer.toString('base64'), buffer.toString('base64url'), buffer.toString('hex'), buffer.toString('latin1')] });
  }

  get size(): number {
    return this.#all.length;
  }

  /** What of it stands in `output`. */
  shownIn(output: string): string[] {
    return this.#all.filter(({ forms }) => forms.some((form) => output.includes(form))).map(({ what }) => what);
  }
}

interface Signs {
  readonly middlewareStack: { add(middleware: unknown, options: unknown): void };
}

/** Notes the signature of every request that a client sends. */
function noteSignatures(secrets: Secrets, client: Signs): void {
  const note = (next: (args: unknown) => Promise<unknown>) => (args: { request: { headers: Record<string, string> } }) => {
    const signature = /Signature=([0-9a-f]{64})/.exec(args.request.headers['authorization'] ?? '')?.[1];
    if (signature !== undefined) secrets.text('a signature', signature);
    return next(args);
  };
  client.middlewareStack.add(note, { step: 'finalizeRequest', priority: 'low', name: 'noteSignatures' });
}

describe('outputs of a whole run', () => {
  const secrets = new Secrets();
  const outputs = new Map<string, string>();
  const answers: string[] = [];
  let installation: Installation;

  beforeAll(async () => {
    const alice = { accessKeyId: 'AKIAALICE0000000000A', secretAccessKey: randomBytes(20).toString('hex') };
    const directory = tempDir();
    const identities = join(directory, 'identities.json');
    const events = join(directory, 'events.jsonl');
    writeFileSync(identities, identitiesOf(alice), { mode: 0o600 });
    installation = await Installation.start({
      COFFER_IDENTITIES: identities, COFFER_IAM_API: 'true', COFFER_LOG_LEVEL: 'trace', COFFER_AUDIT_STREAMS: `stdout:,file:${events}`, COFFER_S3_DATA_EVENTS: 'kept',
    });
    secrets.text("root's secret access key", installation.credentials.secretAccessKey);
    secrets.text("a user's secret access key", alice.secretAccessKey);
    await useEverything(alice);
    await collect();
    outputs.set('the stream of events to a file', readFileSync(events, 'utf8'));
  });

  function client<C extends Signs>(Type: new (config: object) => C, endpoint: string, credentials: object): C {
    const made = new Type({ endpoint, region: REGION, credentials, forcePathStyle: true, maxAttempts: 1 });
    noteSignatures(secrets, made);
    return made;
  }

  /** What a refused request was told, which is an output too. */
  async function refused(request: Promise<unknown>): Promise<void> {
    const error: unknown = await request.then(() => new Error('was not refused'), (reason: unknown) => reason);
    expect((error as Error).message).not.toBe('was not refused');
    answers.push((error as Error).message);
  }

  async function useEverything(alice: Credentials): Promise<void> {
    const s3 = client(S3Client, installation.s3Url, alice);
    const kms = client(KMSClient, installation.kmsUrl, alice);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const KeyId = KeyMetadata?.KeyId;
    await useObjects(s3, KeyId);
    await useKeys(kms, KeyId);
    await useSessions(alice);
    await useIam();
    const stranger = { accessKeyId: alice.accessKeyId, secretAccessKey: 'not-the-secret-of-this-key' };
    await refused(client(S3Client, installation.s3Url, stranger).send(new GetObjectCommand({ Bucket: 'run', Key: 'kms' })));
    await refused(client(KMSClient, installation.kmsUrl, stranger).send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' })));
  }

  async function useObjects(s3: S3Client, SSEKMSKeyId: string | undefined): Promise<void> {
    const body = randomBytes(24).toString('hex');
    secrets.text('a body', body);
    const customer = randomBytes(32);
    secrets.bytes("a customer's key", customer);
    const byCustomer = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: customer.toString('base64') };
    await s3.send(new CreateBucketCommand({ Bucket: 'run' }));
    await s3.send(new PutObjectCommand({ Bucket: 'run', Key: 'plain', Body: body }));
    await s3.send(new PutObjectCommand({ Bucket: 'run', Key: 'kms', Body: body, ServerSideEncryption: 'aws:kms', SSEKMSKeyId }));
    await s3.send(new PutObjectCommand({ Bucket: 'run', Key: 'bucket-key', Body: body, ServerSideEncryption: 'aws:kms', SSEKMSKeyId, BucketKeyEnabled: true }));
    await s3.send(new PutObjectCommand({ Bucket: 'run', Key: 'customer', Body: body, ...byCustomer }));
    await s3.send(new GetObjectCommand({ Bucket: 'run', Key: 'customer', ...byCustomer }));
    await refused(s3.send(new GetObjectCommand({ Bucket: 'run', Key: 'customer' })));
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: 'run', Key: 'kms' }));
    secrets.text('a presigned signature', new URL(url).searchParams.get('X-Amz-Signature') ?? undefined);
    expect((await fetch(url)).status).toBe(200);
    // A refusal repeats the signature that was sent, as S3 does, and not the one that it should have been.
    answers.push(await (await fetch(url.replace(/X-Amz-Signature=\w+/, `X-Amz-Signature=${'0'.repeat(64)}`))).text());
  }

  async function useKeys(kms: KMSClient, KeyId: string | undefined): Promise<void> {
    const plaintext = randomBytes(32);
    secrets.bytes('a plaintext', plaintext);
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId, Plaintext: plaintext }));
    await kms.send(new DecryptCommand({ CiphertextBlob }));
    await refused(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { other: 'context' } })));
    const dataKey = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }));
    secrets.bytes('a data key', dataKey.Plaintext);
  }

  async function useSessions(alice: Credentials): Promise<void> {
    const sts = client(STSClient, installation.kmsUrl, alice);
    const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'run' }));
    secrets.text("a session's secret access key", given?.SecretAccessKey);
    secrets.text('a session token', given?.SessionToken);
    const credentials = { accessKeyId: given?.AccessKeyId, secretAccessKey: given?.SecretAccessKey, sessionToken: given?.SessionToken };
    const s3 = client(S3Client, installation.s3Url, credentials);
    await s3.send(new GetObjectCommand({ Bucket: 'run', Key: 'kms' }));
    const damaged = { ...credentials, sessionToken: `${given?.SessionToken?.slice(0, -8) ?? ''}AAAAAAAA` };
    await refused(client(S3Client, installation.s3Url, damaged).send(new GetObjectCommand({ Bucket: 'run', Key: 'kms' })));
  }

  async function useIam(): Promise<void> {
    const iam = client(IAMClient, installation.kmsUrl, installation.credentials);
    await iam.send(new CreateUserCommand({ UserName: 'made' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'made' }));
    secrets.text('a made secret access key', AccessKey?.SecretAccessKey);
    await refused(iam.send(new PutUserPolicyCommand({ UserName: 'made', PolicyName: 'wrong', PolicyDocument: '{' })));
  }

  /** What operators and others may see: streams, events, metrics, refusals. */
  async function collect(): Promise<void> {
    for (const [name, port] of [['kms', installation.kms.ports['admin']], ['storage', installation.storage.ports['admin']]] as const) {
      outputs.set(`metrics of ${name}`, await (await fetch(`http://localhost:${String(port)}/metrics`)).text());
    }
    outputs.set('answers', answers.join('\n'));
    await installation.stop();
    outputs.set('output of kms-service', installation.kms.output());
    outputs.set('output of storage-service', installation.storage.output());
    for (const [service, ...chain] of [['kms-service'], ['storage-service', 'management'], ['storage-service', 'data']] as const) {
      const { code, stdout, stderr } = await runProcess(service, installation.settingsOf(service), ['audit', 'export', ...chain]);
      expect(code).toBe(0);
      outputs.set(['events of', service, ...chain].join(' '), stdout + stderr);
    }
  }

  it('tell what was done', () => {
    expect(secrets.size).toBeGreaterThan(20);
    expect(outputs.get('events of kms-service')).toContain('"eventName":"GenerateDataKey"');
    expect(outputs.get('events of kms-service')).toContain('"eventName":"AssumeRole"');
    expect(outputs.get('events of storage-service management')).toContain('"eventName":"CreateBucket"');
    expect(outputs.get('events of storage-service data')).toContain('"eventName":"PutObject"');
    for (const [name, output] of outputs) expect({ name, length: output.length > 100 }).toEqual({ name, length: true });
  });

  it('show no key, body, signature or token', () => {
    expect([...outputs].flatMap(([name, output]) => secrets.shownIn(output).map((what) => `${what} in ${name}`))).toEqual([]);
  });
});
