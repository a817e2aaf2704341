import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { CreateBucketCommand, ListBucketsCommand, ListObjectsV2Command, type S3ServiceException } from '@aws-sdk/client-s3';

import { ACCOUNT, ALICE, startLab, type Lab } from './lab.js';

const NEW_SECRET = 'made-up-secret-that-came-later';
const aliceKey = { id: ALICE.accessKeyId, secret: ALICE.secretAccessKey };

const documentOf = (...accessKeys: readonly object[]): string =>
  JSON.stringify({ accounts: [{ id: ACCOUNT, users: [{ name: 'alice', accessKeys, attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }] }] });

let lab: Lab;
let file = '';

beforeAll(async () => {
  lab = await startLab({ COFFER_IDENTITIES_RELOAD_SECONDS: '0' });
  file = lab.storageSettings['COFFER_IDENTITIES'] ?? '';
});

/** What S3 answers to a signed request: `200`, or the code of its refusal. */
async function answerTo(credentials: typeof ALICE): Promise<string> {
  try {
    return String((await lab.s3({ credentials }).send(new ListBucketsCommand({}))).$metadata.httpStatusCode);
  } catch (error) {
    return (error as S3ServiceException).name;
  }
}

/** Writes the document and waits until the service has said what it makes of it. */
async function take(document: string): Promise<void> {
  const told = (): number => lab.storage.output().split('"msg":"identities were ').length;
  const before = told();
  writeFileSync(file, document);
  process.kill(lab.storage.pid, 'SIGHUP');
  while (told() === before) await sleep(50);
}

describe('root access keys of the document', () => {
  const OTHER = '111122223333';
  const root = { accessKeyId: 'AKIAMADEUPROOT00001B', secretAccessKey: 'made-up-root-secret-of-key-B' };
  const keys = [{ id: root.accessKeyId, secret: root.secretAccessKey }];

  it('let the root of another account do everything in its own, and nothing in others', async () => {
    await take(JSON.stringify({ accounts: [{ id: ACCOUNT, users: [{ name: 'alice', accessKeys: [aliceKey], attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] }] }, { id: OTHER, root: { accessKeys: keys } }] }));
    await lab.s3({ credentials: ALICE }).send(new CreateBucketCommand({ Bucket: 'of-alice' }));
    const s3 = lab.s3({ credentials: root });
    await s3.send(new CreateBucketCommand({ Bucket: 'of-the-other-root' }));
    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(['of-the-other-root']);
    await expect(s3.send(new ListObjectsV2Command({ Bucket: 'of-alice' }))).rejects.toMatchObject({ name: 'AccessDenied' });
    await take(documentOf(aliceKey));
    expect(await answerTo(root)).toBe('InvalidAccessKeyId');
  });
});

describe('storage-service and its identities', () => {
  it('takes a changed secret at once, and refuses the former one', async () => {
    await take(documentOf(aliceKey));
    expect(await answerTo(ALICE)).toBe('200');
    await take(documentOf({ ...aliceKey, secret: NEW_SECRET }));
    expect(await answerTo(ALICE)).toBe('SignatureDoesNotMatch');
    expect(await answerTo({ ...ALICE, secretAccessKey: NEW_SECRET })).toBe('200');
  });

  it('refuses a key at once that is inactive or gone, and takes it again', async () => {
    await take(documentOf({ ...aliceKey, status: 'inactive' }));
    expect(await answerTo(ALICE)).toBe('InvalidAccessKeyId');
    await take(documentOf(aliceKey));
    expect(await answerTo(ALICE)).toBe('200');
    await take(documentOf());
    expect(await answerTo(ALICE)).toBe('InvalidAccessKeyId');
  });

  it('keeps all it has when the next document is wrong', async () => {
    await take(documentOf(aliceKey));
    await take('{');
    expect(await answerTo(ALICE)).toBe('200');
    expect(lab.storage.output()).toContain(`COFFER_IDENTITIES: ${file} is not YAML or JSON`);
  });
});
