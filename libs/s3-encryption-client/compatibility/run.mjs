/**
 * Tries this library against one of AWS's own clients, both ways, on services that run, and keeps the small objects which that client wrote.
 *
 *     node compatibility/run.mjs <java|python|ruby> <command that runs the peer...>
 *
 * The environment says where the services are: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL_KMS, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION.
 * Prints one line for each row of the table and every failure; ends with 1 if there was one. README.md beside this file has the commands.
 */
import { spawn } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { CreateKeyCommand, DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

import { KmsKeyring, RawAesKeyring, RawRsaKeyring, S3EncryptionClient } from '../dist/index.js';
import { cases, isKept, peers } from './matrix.mjs';

const [peerName, ...command] = process.argv.slice(2);
const peer = peers[peerName];
const env = (name) => process.env[name] ?? (() => { throw new Error(`${name} is not set`); })();
const vectorsDir = join(import.meta.dirname, '../vectors');
const keys = JSON.parse(readFileSync(join(vectorsDir, 'insecure-keys.json'), 'utf8'));
const access = { region: env('AWS_REGION'), credentials: { accessKeyId: env('AWS_ACCESS_KEY_ID'), secretAccessKey: env('AWS_SECRET_ACCESS_KEY') } };
const s3 = new S3Client({ endpoint: env('AWS_ENDPOINT_URL_S3'), forcePathStyle: true, ...access });
const kms = new KMSClient({ endpoint: env('AWS_ENDPOINT_URL_KMS'), ...access });
const Bucket = `compatibility-${Date.now()}`;
const dir = mkdtempSync(join(tmpdir(), 'compatibility-'));
process.once('exit', () => rmSync(dir, { recursive: true, force: true }));

/** The same bytes for the same size, on every machine. */
function bodyOf(size) {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16)).update(Buffer.alloc(size));
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function clientFor({ format, wrap, place, upload }, kmsKeyId) {
  const { aesKey, rsaPublicKey: publicKey, rsaPrivateKey: privateKey } = keys;
  const keyring = wrap.startsWith('kms') ? new KmsKeyring({ kms, keyId: kmsKeyId })
    : wrap.startsWith('AES') ? new RawAesKeyring({ wrappingKey: Buffer.from(aesKey, 'base64'), materialsDescription: { key: 'aes' } })
    : new RawRsaKeyring({ publicKey, privateKey, materialsDescription: { key: 'rsa' } });
  const legacy = format === 'V1' || format === 'V2 CBC';
  return new S3EncryptionClient({
    s3, keyring,
    commitmentPolicy: format === 'V3' ? 'REQUIRE_ENCRYPT_REQUIRE_DECRYPT' : 'FORBID_ENCRYPT_ALLOW_DECRYPT',
    instructionFiles: place === 'object' ? 'read' : 'write',
    enableLegacyWrappingAlgorithms: legacy, enableLegacyUnauthenticatedModes: legacy,
    partSize: upload === 'multipart' ? 5 * 1_024 ** 2 : 64 * 1_024 ** 2,
  });
}

async function runPeer(jobs, kmsKeyId) {
  const plan = {
    s3Url: env('AWS_ENDPOINT_URL_S3'), kmsUrl: env('AWS_ENDPOINT_URL_KMS'), region: access.region, ...access.credentials, bucket: Bucket, kmsKeyId, ...keys, jobs,
  };
  writeFileSync(join(dir, 'jobs.json'), JSON.stringify(plan));
  const child = spawn(command[0], [...command.slice(1), join(dir, 'jobs.json')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const outcomes = new Map();
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    const { id, ...outcome } = JSON.parse(line);
    outcomes.set(id, outcome);
  }
  return outcomes;
}

async function stored(Key) {
  const { Body, Metadata } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return { body: Buffer.from(await Body.transformToByteArray()), metadata: Metadata };
}

/** A fixture holds the data key of a KMS-wrapped object, because no other KMS opens its blob: a test wraps it anew. */
async function fixtureOf(job) {
  const { body, metadata } = await stored(job.key);
  const file = job.place === 'object' ? undefined : JSON.parse((await stored(`${job.key}.instruction`)).body.toString('utf8'));
  const entries = { ...metadata, ...file };
  const fixture = { why: describe(job), format: job.format, wrap: job.wrap, context: job.context, metadata, ...(file ? { instructionFile: file } : {}), body: body.toString('base64'), plaintext: bodyOf(job.size).toString('base64') };
  if (!job.wrap.startsWith('kms')) return fixture;
  const blob = Buffer.from(entries['x-amz-3'] ?? entries['x-amz-key-v2'], 'base64');
  const context = contextIn(entries['x-amz-t'] ?? entries['x-amz-matdesc'], job);
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob: blob, EncryptionContext: context }));
  return { ...fixture, dataKey: Buffer.from(Plaintext).toString('base64'), kmsContext: context };
}

function contextIn(text, job) {
  const parsed = JSON.parse(text);
  const { 'aws:x-amz-cek-alg': reserved, kms_cmk_id: old } = parsed;
  return { ...job.context, ...(reserved ? { 'aws:x-amz-cek-alg': reserved } : {}), ...(old ? { kms_cmk_id: old } : {}) };
}

function describe({ format, wrap, place, contextName, size, upload }) {
  return `${format} ${wrap} in the ${place}, ${size} bytes${upload === 'multipart' ? ' in parts' : ''}, context: ${contextName}`;
}

const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
const kmsKeyId = KeyMetadata.KeyId;
await s3.send(new CreateBucketCommand({ Bucket }));
const jobs = cases(peer).map((one, id) => ({ ...one, id, key: `case-${id}`, bodyFile: join(dir, `body-${one.size}`) }));
for (const { size, bodyFile } of jobs) writeFileSync(bodyFile, bodyOf(size));

for (const job of jobs.filter(({ op }) => op === 'get')) await clientFor(job, kmsKeyId).putObject({ Bucket, Key: job.key, Body: bodyOf(job.size) }, { encryptionContext: job.context });
const outcomes = await runPeer(jobs, kmsKeyId);

const rows = new Map();
const failures = [];
const fixtures = [];
for (const job of jobs) {
  const outcome = outcomes.get(job.id) ?? { error: 'no answer' };
  let error = outcome.error;
  if (error === undefined && outcome.sha256 !== sha256(bodyOf(job.size))) error = 'other bytes';
  if (error === undefined && job.op === 'put') {
    error = await clientFor(job, kmsKeyId).getObject({ Bucket, Key: job.key }, { encryptionContext: job.context })
      .then(async ({ Body }) => (sha256(await Body.transformToByteArray()) === outcome.sha256 ? undefined : 'other bytes'), (refused) => `ours: ${refused.code ?? refused.name}: ${refused.message}`);
    if (error === undefined && isKept(job)) fixtures.push(await fixtureOf(job));
  }
  const row = `${peer.name} ${peer.version} | ${job.op === 'put' ? 'writes, we read' : 'reads what we wrote'} | ${job.format} | ${job.wrap} | ${job.place} | context ${job.contextName}`;
  const [passed, all] = rows.get(row) ?? [0, 0];
  rows.set(row, [passed + (error === undefined ? 1 : 0), all + 1]);
  if (error !== undefined) failures.push(`${row} | ${job.size} bytes, ${job.upload}: ${error}`);
}
for (const [row, [passed, all]] of rows) console.log(`${row} | ${passed} of ${all}`);
for (const failure of failures) console.log(`FAILED ${failure}`);
if (fixtures.length > 0) writeFileSync(join(vectorsDir, `written-by-${peerName}.json`), `[\n${fixtures.map((fixture) => JSON.stringify(fixture)).join(',\n')}\n]\n`);
console.log(`${jobs.length - failures.length} of ${jobs.length}, ${fixtures.length} kept`);
process.exitCode = failures.length === 0 ? 0 : 1;
