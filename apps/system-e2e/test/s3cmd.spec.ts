import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import { tempDir } from '@coffer/testing';

import { Installation } from '../src/installation.js';
import { writeLargeFile } from '../src/large-file.js';
import { describeWithTool, Tool } from '../src/tool.js';
import { sha256Of, treeOf, workspace } from '../src/tree.js';

jest.setTimeout(300_000);

const modes: [string, readonly string[]][] = [
  ['SSE-S3', ['--server-side-encryption']],
  ['SSE-KMS', ['--server-side-encryption-kms-id=alias/e2e']],
];

describeWithTool('s3cmd', () => {
  let s3cmd: Tool;
  const directory = tempDir();

  beforeAll(async () => {
    const installation = await Installation.start();
    const host = installation.s3Url.replace('http://', '');
    const { accessKeyId, secretAccessKey } = installation.credentials;
    const config = join(directory, 's3cfg');
    writeFileSync(config, `[default]\naccess_key = ${accessKeyId}\nsecret_key = ${secretAccessKey}\nhost_base = ${host}\nhost_bucket = ${host}\nuse_https = False\n`);
    s3cmd = new Tool('s3cmd', { HOME: directory }, ['--config', config, '--no-progress']);
    const kms = installation.kmsClient();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/e2e', TargetKeyId: KeyMetadata?.KeyId }));
    await s3cmd.run('mb', 's3://e2e');
  });

  describe.each(modes)('with %s', (name, options) => {
    it('puts, lists, gets and removes a file', async () => {
      const file = join(directory, 'one');
      writeFileSync(file, 'one file, as it was');
      await s3cmd.run('put', ...options, file, `s3://e2e/${name}/one`);
      expect((await s3cmd.run('ls', `s3://e2e/${name}/`)).stdout).toContain(`s3://e2e/${name}/one`);
      await s3cmd.run('get', '--force', `s3://e2e/${name}/one`, `${file}.back`);
      expect(readFileSync(`${file}.back`, 'utf8')).toBe('one file, as it was');
      await s3cmd.run('del', `s3://e2e/${name}/one`);
      expect((await s3cmd.run('ls', `s3://e2e/${name}/`)).stdout).toBe('');
    });

    it('syncs a tree of real files there and back', async () => {
      const source = join(workspace, 'node_modules/express');
      const back = join(directory, `${name}-tree`);
      mkdirSync(back);
      await s3cmd.run('sync', ...options, `${source}/`, `s3://e2e/${name}/tree/`);
      await s3cmd.run('sync', `s3://e2e/${name}/tree/`, `${back}/`);
      expect(await treeOf(back)).toEqual(await treeOf(source));
    });

    it('moves 300 MiB in parts', async () => {
      const file = join(directory, 'large');
      await writeLargeFile(file, 300);
      await s3cmd.run('put', ...options, '--multipart-chunk-size-mb=50', file, `s3://e2e/${name}/large`);
      await s3cmd.run('get', '--force', `s3://e2e/${name}/large`, `${file}.back`);
      expect(await sha256Of(`${file}.back`)).toBe(await sha256Of(file));
    });
  });

  it('tells what it knows of an object, copies and moves it', async () => {
    const file = join(directory, 'info');
    writeFileSync(file, 'info');
    await s3cmd.run('put', '--mime-type=text/plain', '--add-header=x-amz-meta-team:blue', file, 's3://e2e/info');
    expect((await s3cmd.run('info', 's3://e2e/info')).stdout).toMatch(/MIME type:\s+text\/plain[\s\S]*x-amz-meta-team:\s+blue/);
    await s3cmd.run('cp', 's3://e2e/info', 's3://e2e/copied');
    await s3cmd.run('mv', 's3://e2e/copied', 's3://e2e/moved');
    expect((await s3cmd.run('ls', 's3://e2e/')).stdout).toMatch(/moved/);
  });
});
