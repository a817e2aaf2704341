import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CreateAliasCommand, CreateKeyCommand, ListGrantsCommand } from '@aws-sdk/client-kms';
import { GetBucketEncryptionCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { KmsDiscoveryKeyring, S3EncryptionClient } from '@coffer/s3-encryption-client';
import { tempDir } from '@coffer/testing';

import { Person } from '../src/browser/person.js';
import { BOB, openSite } from '../src/browser/site.js';
import type { Installation } from '../src/installation.js';
import { describeWithTool } from '../src/tool.js';

jest.setTimeout(240_000);

const BODY = 'what the store must not read\n';
const Bucket = 'seals';

describeWithTool('chromium', () => {
  let site: Installation;
  let person: Person;
  let keyId = '';

  beforeAll(async () => {
    site = await openSite();
    keyId = (await site.kmsClient().send(new CreateKeyCommand({ Description: 'For what we print' }))).KeyMetadata?.KeyId ?? '';
    await site.kmsClient().send(new CreateAliasCommand({ AliasName: 'alias/papers', TargetKeyId: keyId }));
    person = await Person.signedIn(site);
  });

  afterEach(() => { expect(person.complaints()).toEqual([]); });

  const pickKey = async (): Promise<void> => {
    await person.dialog.getByRole('button', { name: /KMS key/ }).click();
    await person.page.getByRole('option', { name: /alias\/papers/ }).click();
  };

  const upload = async (name: string, seal: string, more: () => Promise<void> = () => Promise.resolve()): Promise<void> => {
    await person.goTo(`#/buckets/${Bucket}`, Bucket);
    await person.giveFiles('Upload', [{ name, mimeType: 'text/plain', buffer: Buffer.from(BODY) }]);
    await person.choose('Encryption', seal);
    await more();
    await person.agree('Upload');
    await person.page.getByRole('link', { name, exact: true }).waitFor();
  };

  const text = async (Key: string, more: object = {}): Promise<string | undefined> => (await site.s3().send(new GetObjectCommand({ Bucket, Key, ...more }))).Body?.transformToString();

  it('creates a bucket with a default of SSE-KMS, which seals what says nothing itself', async () => {
    await person.goTo('#/buckets', 'Buckets');
    await person.button('Create bucket').click();
    await person.dialog.getByLabel('Name').fill(Bucket);
    await person.choose('Default encryption', 'SSE-KMS');
    await pickKey();
    await person.agree('Create bucket');
    await person.page.getByText('Default encryption: SSE-KMS under alias/papers, with a bucket key.').waitFor();
    const { ServerSideEncryptionConfiguration } = await site.s3().send(new GetBucketEncryptionCommand({ Bucket }));
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/papers' }, BucketKeyEnabled: true }]);
    await upload('by-default.txt', 'The bucket’s default');
    expect(await site.s3().send(new HeadObjectCommand({ Bucket, Key: 'by-default.txt' }))).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: expect.stringContaining(keyId), BucketKeyEnabled: true });
  });

  it('seals with SSE-S3, and seals the same object anew under a key', async () => {
    await upload('plain.txt', 'SSE-S3');
    expect(await site.s3().send(new HeadObjectCommand({ Bucket, Key: 'plain.txt' }))).toMatchObject({ ServerSideEncryption: 'AES256' });
    await person.page.getByRole('link', { name: 'plain.txt', exact: true }).click();
    await person.button('Change encryption').click();
    await person.choose('Encryption', 'SSE-KMS');
    await pickKey();
    await person.agree('Seal anew');
    await person.page.getByRole('link', { name: new RegExp(`key/${keyId}`) }).waitFor();
    expect([await text('plain.txt'), (await site.s3().send(new HeadObjectCommand({ Bucket, Key: 'plain.txt' }))).ServerSideEncryption]).toEqual([BODY, 'aws:kms']);
  });

  it('makes a key of SSE-C, shows it once, saves it as a file, and opens nothing without it', async () => {
    const keyFile = join(tempDir(), 'customer.key');
    let shown = '';
    await upload('mine.txt', 'SSE-C', async () => {
      await person.dialog.getByRole('button', { name: 'Make a key' }).click();
      expect(await person.dialog.getByRole('button', { name: 'Upload', exact: true }).isDisabled()).toBe(true);
      shown = await person.dialog.locator('code').innerText();
      const saving = person.page.waitForEvent('download');
      await person.dialog.getByRole('button', { name: 'Save as a file' }).click();
      writeFileSync(keyFile, readFileSync(await (await saving).path()));
      expect(await person.dialog.getByText(shown).count()).toBe(0);
    });
    expect(readFileSync(keyFile, 'utf8')).toBe(`coffer-customer-key-1:${shown}\n`);
    await expect(text('mine.txt')).rejects.toMatchObject({ name: 'InvalidRequest' });
    expect(await text('mine.txt', { SSECustomerAlgorithm: 'AES256', SSECustomerKey: shown })).toBe(BODY);

    await person.page.getByRole('link', { name: 'mine.txt', exact: true }).click();
    await person.page.getByRole('heading', { name: 'Sealed with a key of yours (SSE-C)' }).waitFor();
    await person.giveFiles('Load from a file …', keyFile);
    await person.page.getByText('SSE-C', { exact: true }).waitFor();
    await person.button('Clear those done').click();
    await person.button('Download').click();
    await person.page.getByRole('heading', { name: '1 transfer done', exact: true }).waitFor();
    expect(await person.saved('mine.txt')).toBe(BODY);
  });

  it('seals in the browser, so that the store never has the plaintext, and opens there', async () => {
    await upload('hidden.txt', 'In this browser', async () => {
      await pickKey();
      await person.dialog.getByRole('button', { name: 'Add a pair' }).click();
      await person.dialog.getByLabel('Name 1').fill('case');
      await person.dialog.getByLabel('Value 1').fill('4711');
    });
    const { Body, Metadata } = await site.s3().send(new GetObjectCommand({ Bucket, Key: 'hidden.txt' }));
    const stored = Buffer.from((await Body?.transformToByteArray()) ?? []);
    expect([stored.includes('store'), stored.length, Object.keys(Metadata ?? {}).includes('x-amz-c')]).toEqual([false, BODY.length + 16, true]);
    const elsewhere = new S3EncryptionClient({ s3: site.s3(), keyring: new KmsDiscoveryKeyring({ kms: site.kmsClient() }) });
    const opened = await elsewhere.getObject({ Bucket, Key: 'hidden.txt' }, { encryptionContext: { case: '4711' } });
    expect(await opened.Body.transformToString()).toBe(BODY);

    await person.page.getByRole('link', { name: 'hidden.txt', exact: true }).click();
    await person.page.getByText('client-side', { exact: true }).waitFor();
    const open = async (value: string): Promise<void> => {
      await person.button('Download').click();
      await person.dialog.getByRole('button', { name: 'Add a pair' }).click();
      await person.dialog.getByLabel('Name 1').fill('case');
      await person.dialog.getByLabel('Value 1').fill(value);
      await person.agree('Download');
    };
    await open('4712');
    await person.page.getByRole('alert').getByText('hidden.txt was not downloaded.').waitFor();
    await person.page.reload();
    await person.signIn(site.credentials);
    await person.goTo(`#/buckets/${Bucket}/object?key=hidden.txt`, 'hidden.txt');
    const saving = person.page.waitForEvent('download');
    await open('4711');
    expect(readFileSync(await (await saving).path(), 'utf8')).toBe(BODY);
  });

  it('edits type and metadata, and leaves body and seal', async () => {
    await person.goTo(`#/buckets/${Bucket}/object?key=plain.txt`, 'plain.txt');
    await person.button('Edit metadata').click();
    await person.dialog.getByRole('button', { name: 'Add metadata' }).click();
    await person.dialog.getByLabel('Metadata name 1').fill('owner');
    await person.dialog.getByLabel('Metadata value 1').fill('print shop');
    await person.agree('Change');
    await person.page.getByText('print shop').waitFor();
    expect(await site.s3().send(new HeadObjectCommand({ Bucket, Key: 'plain.txt' }))).toMatchObject({ Metadata: { owner: 'print shop' }, ContentType: 'text/plain', ServerSideEncryption: 'aws:kms' });
  });

  it('deletes what is ticked, whole folders among it, and nothing else', async () => {
    for (let at = 0; at < 150; at += 1) await site.s3().send(new PutObjectCommand({ Bucket, Key: `old/${String(at)}`, Body: 'x' }));
    await person.goTo(`#/buckets/${Bucket}?again`, Bucket);
    await person.page.getByRole('row').filter({ hasText: 'old/' }).locator('.tick-box').click();
    await person.page.getByRole('row').filter({ hasText: 'by-default.txt' }).locator('.tick-box').click();
    await person.button('Delete ticked').click();
    await person.agree('Delete');
    await person.page.getByRole('link', { name: 'by-default.txt' }).waitFor({ state: 'detached' });
    const { Contents = [] } = await site.s3().send(new ListObjectsV2Command({ Bucket }));
    expect(Contents.map(({ Key }) => Key)).toEqual(['hidden.txt', 'mine.txt', 'plain.txt']);
  });

  it('takes files and folders that are dropped', async () => {
    const folder = join(tempDir(), 'papers');
    mkdirSync(folder);
    const files = ['one.txt', 'two.txt'].map((name) => join(folder, name));
    for (const file of files) writeFileSync(file, BODY);
    const single = join(tempDir(), 'dropped.txt');
    writeFileSync(single, 'dropped');
    await person.goTo(`#/buckets/${Bucket}?dropped`, Bucket);
    await drop([folder, single]);
    await person.agree('Upload');
    await person.page.getByRole('link', { name: 'dropped.txt' }).waitFor();
    await person.page.getByRole('link', { name: 'papers/' }).waitFor();
    await person.page.getByRole('heading', { name: /^\d+ transfers done$/ }).waitFor();
    expect([await text('dropped.txt'), await text('papers/one.txt'), await text('papers/two.txt')]).toEqual(['dropped', BODY, BODY]);
  });

  /** As from the desktop, onto the list of objects. */
  async function drop(files: readonly string[]): Promise<void> {
    const { x = 0, y = 0, width = 0, height = 0 } = (await person.page.getByRole('table').boundingBox()) ?? {};
    const devtools = await person.context.newCDPSession(person.page);
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await devtools.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
  }

  it('grants the use of a key, checks a policy as one types it, and puts none that is wrong', async () => {
    await person.goTo(`#/keys/${keyId}`, 'alias/papers');
    await person.button('Create grant').click();
    await person.dialog.getByLabel('Grantee').fill('bob');
    await person.dialog.getByText('Give an ARN').waitFor();
    await person.dialog.getByLabel('Grantee').fill(BOB.arn);
    await person.dialog.getByText('Decrypt', { exact: true }).click();
    await person.agree('Create grant');
    await person.page.getByText('user/bob may Decrypt').waitFor();
    const { Grants = [] } = await site.kmsClient().send(new ListGrantsCommand({ KeyId: keyId }));
    expect(Grants).toMatchObject([{ GranteePrincipal: BOB.arn, Operations: ['Decrypt'] }]);
    const bobs = await site.s3({ credentials: BOB }).send(new GetObjectCommand({ Bucket, Key: 'plain.txt' }));
    expect(await bobs.Body?.transformToString()).toBe(BODY);

    await person.button('Edit policy').click();
    const policy = person.dialog.getByLabel('Policy');
    await policy.fill('{ "Version": "2012-10-17", ');
    expect(await person.dialog.getByRole('button', { name: 'Put policy' }).isDisabled()).toBe(true);
    await policy.fill('{ "Version": "2012-10-17", "Statement": [{ "Effect": "Perhaps" }] }');
    await person.dialog.getByRole('button', { name: 'Put policy' }).click();
    await person.dialog.getByRole('alert').getByText('The policy was not put; the old one holds.').waitFor();
    expect(await person.dialog.getByRole('alert').innerText()).toMatch(/MalformedPolicyDocumentException, status 400, request id \S+/);
    await person.dialog.getByRole('button', { name: 'Cancel' }).click();
    await person.button(/^Revoke the grant of/).click();
    await person.agree('Revoke grant');
    await person.page.getByText('No grant.').waitFor();
    await expect(site.s3({ credentials: BOB }).send(new GetObjectCommand({ Bucket, Key: 'plain.txt' }))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
