import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { tempDir } from '@coffer/testing';

import { Installation } from '../src/installation.js';
import { writeLargeFile } from '../src/large-file.js';
import { describeWithTool, Tool } from '../src/tool.js';
import { sha256Of, treeOf, workspace } from '../src/tree.js';

jest.setTimeout(300_000);

const customerKey = randomBytes(32);
const customerKeyFile = join(tempDir(), 'customer.key');
writeFileSync(customerKeyFile, customerKey);

/** The options of `aws s3` for each mode: on the way in, and on the way out. */
const modes: [string, { readonly put: readonly string[]; readonly get: readonly string[] }][] = [
  ['SSE-S3', { put: ['--sse', 'AES256'], get: [] }],
  ['SSE-KMS', { put: ['--sse', 'aws:kms', '--sse-kms-key-id', 'alias/e2e'], get: [] }],
  ['SSE-C', { put: ['--sse-c', 'AES256', '--sse-c-key', `fileb://${customerKeyFile}`], get: ['--sse-c', 'AES256', '--sse-c-key', `fileb://${customerKeyFile}`] }],
];

describeWithTool('aws', () => {
  let installation: Installation;
  let s3: Tool;
  let kms: Tool;
  let keyArn: string;
  const directory = tempDir();

  beforeAll(async () => {
    installation = await Installation.start();
    // The first version of the CLI still presigns with Signature Version 2 unless it is told not to; AWS has retired that one, and we never had it.
    const config = join(directory, 'aws-config');
    writeFileSync(config, '[default]\ns3 =\n  signature_version = s3v4\n');
    s3 = new Tool('aws', { ...installation.awsEnvironment(), AWS_CONFIG_FILE: config }, ['--endpoint-url', installation.s3Url]);
    kms = new Tool('aws', installation.awsEnvironment(), ['--endpoint-url', installation.kmsUrl, '--output', 'json', 'kms']);
    await s3.run('s3', 'mb', 's3://e2e');
    const created = JSON.parse((await kms.run('create-key', '--description', 'for the suite')).stdout) as { KeyMetadata: { Arn: string } };
    keyArn = created.KeyMetadata.Arn;
    await kms.run('create-alias', '--alias-name', 'alias/e2e', '--target-key-id', keyArn);
  });

  describe.each(modes)('with %s', (name, { put, get }) => {
    it('puts and gets one file, and a range of it', async () => {
      const file = join(directory, `${name}-one`);
      writeFileSync(file, 'one file, as it was');
      await s3.run('s3', 'cp', file, `s3://e2e/${name}/one`, ...put);
      await s3.run('s3', 'cp', `s3://e2e/${name}/one`, `${file}.back`, ...get);
      expect(readFileSync(`${file}.back`, 'utf8')).toBe('one file, as it was');
      const customer = name === 'SSE-C' ? ['--sse-customer-algorithm', 'AES256', '--sse-customer-key', `fileb://${customerKeyFile}`] : [];
      await s3.run('s3api', 'get-object', '--bucket', 'e2e', '--key', `${name}/one`, '--range', 'bytes=4-7', ...customer, `${file}.range`);
      expect(readFileSync(`${file}.range`, 'utf8')).toBe('file');
    });

    it('syncs a tree of real files there and back', async () => {
      const source = join(workspace, 'node_modules/zod');
      const back = join(directory, `${name}-tree`);
      await s3.run('s3', 'sync', source, `s3://e2e/${name}/tree`, '--no-follow-symlinks', '--only-show-errors', ...put);
      await s3.run('s3', 'sync', `s3://e2e/${name}/tree`, back, '--only-show-errors', ...get);
      expect(await treeOf(back)).toEqual(await treeOf(source));
    });

    it('moves 300 MiB in parts', async () => {
      const file = join(directory, 'large');
      await writeLargeFile(file, 300);
      await s3.run('s3', 'cp', file, `s3://e2e/${name}/large`, '--only-show-errors', ...put);
      await s3.run('s3', 'cp', `s3://e2e/${name}/large`, `${file}.back`, '--only-show-errors', ...get);
      expect(await sha256Of(`${file}.back`)).toBe(await sha256Of(file));
    });
  });

  it('tells the full key ARN, whatever form of it was given, and lists and removes', async () => {
    const body = join(directory, 'body');
    writeFileSync(body, 'x');
    for (const keyId of [keyArn, keyArn.split('/')[1] ?? '', 'alias/e2e', keyArn.replace(/key\/.*$/, 'alias/e2e')]) {
      const put = ['--bucket', 'e2e', '--key', 'forms', '--body', body, '--server-side-encryption', 'aws:kms', '--ssekms-key-id', keyId];
      const { stdout } = await s3.run('--output', 'json', 's3api', 'put-object', ...put);
      expect(JSON.parse(stdout)).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
    }
    expect((await s3.run('s3', 'ls', 's3://e2e/')).stdout).toContain('forms');
    await s3.run('s3', 'rm', 's3://e2e/forms');
    expect(await s3.fails('s3api', 'head-object', '--bucket', 'e2e', '--key', 'forms')).toContain('404');
  });

  it('tags an object, and takes the tags along in a copy', async () => {
    const file = join(directory, 'tagged');
    writeFileSync(file, 'to be tagged');
    await s3.run('s3', 'cp', file, 's3://e2e/tagged', '--only-show-errors');
    await s3.run('s3api', 'put-object-tagging', '--bucket', 'e2e', '--key', 'tagged', '--tagging', 'TagSet=[{Key=team,Value=blue},{Key=cost centre,Value=1+1}]');
    await s3.run('s3', 'cp', 's3://e2e/tagged', 's3://e2e/tagged-copy', '--only-show-errors');
    const { stdout } = await s3.run('s3api', 'get-object-tagging', '--bucket', 'e2e', '--key', 'tagged-copy', '--output', 'json');
    expect(JSON.parse(stdout)).toMatchObject({ TagSet: [{ Key: 'team', Value: 'blue' }, { Key: 'cost centre', Value: '1+1' }] });
    await s3.run('s3api', 'delete-object-tagging', '--bucket', 'e2e', '--key', 'tagged-copy');
    expect((await s3.run('s3api', 'head-object', '--bucket', 'e2e', '--key', 'tagged-copy')).stdout).not.toContain('TagCount');
  });

  it('presigns a URL that anyone can fetch', async () => {
    const body = join(directory, 'presigned');
    writeFileSync(body, 'for everyone with the link');
    await s3.run('s3', 'cp', body, 's3://e2e/presigned');
    const url = (await s3.run('s3', 'presign', 's3://e2e/presigned')).stdout.trim();
    expect(await (await fetch(url)).text()).toBe('for everyone with the link');
    expect((await fetch(url.replace(/Signature=./, (start) => `Signature=${start.endsWith('0') ? '1' : '0'}`))).status).toBe(403);
  });

  it('encrypts and decrypts with the KMS, and is refused under another context', async () => {
    const plaintext = join(directory, 'plaintext');
    writeFileSync(plaintext, 'secret');
    const { stdout } = await kms.run('encrypt', '--key-id', 'alias/e2e', '--plaintext', `fileb://${plaintext}`, '--encryption-context', 'team=blue');
    const blob = join(directory, 'blob');
    writeFileSync(blob, Buffer.from((JSON.parse(stdout) as { CiphertextBlob: string }).CiphertextBlob, 'base64'));
    const decrypted = await kms.run('decrypt', '--ciphertext-blob', `fileb://${blob}`, '--encryption-context', 'team=blue');
    expect(JSON.parse(decrypted.stdout)).toMatchObject({ Plaintext: Buffer.from('secret').toString('base64'), KeyId: keyArn });
    expect(await kms.fails('decrypt', '--ciphertext-blob', `fileb://${blob}`, '--encryption-context', 'team=red')).toContain('InvalidCiphertextException');
  });

  it('is told what is wrong with a key, in the words of AWS', async () => {
    const body = join(directory, 'refused');
    writeFileSync(body, 'x');
    const put = ['s3api', 'put-object', '--bucket', 'e2e', '--key', 'refused', '--body', body, '--server-side-encryption', 'aws:kms', '--ssekms-key-id'];
    expect(await s3.fails(...put, 'not-a-key')).toContain("(KMS.NotFoundException) when calling the PutObject operation: Invalid keyId 'not-a-key'");
    const { stdout } = await kms.run('create-key');
    const { KeyMetadata: { Arn: disabled } } = JSON.parse(stdout) as { KeyMetadata: { Arn: string } };
    await kms.run('disable-key', '--key-id', disabled);
    expect(await s3.fails(...put, disabled)).toContain(`(KMS.DisabledException) when calling the PutObject operation: ${disabled} is disabled.`);
  });

  it('shows no plaintext of what it stored on the disk', async () => {
    const marker = createHash('sha256').update('marker').digest('hex').repeat(4);
    const file = join(directory, 'marker');
    writeFileSync(file, marker);
    await s3.run('s3', 'cp', file, 's3://e2e/marker', '--sse', 'aws:kms');
    for (const path of (await treeOf(installation.dataDir)).keys()) {
      expect(readFileSync(join(installation.dataDir, path)).includes(marker.slice(0, 64))).toBe(false);
    }
  });
});
