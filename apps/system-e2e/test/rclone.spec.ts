import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import { developmentCertificates } from '@coffer/service';
import { tempDir } from '@coffer/testing';

import { Installation, REGION } from '../src/installation.js';
import { writeLargeFile } from '../src/large-file.js';
import { describeWithTool, Tool } from '../src/tool.js';
import { sha256Of, treeOf, workspace } from '../src/tree.js';

jest.setTimeout(600_000);

const customerKey = randomBytes(16).toString('hex');
const modes: [string, Readonly<Record<string, string>>][] = [
  ['SSE-S3', { SERVER_SIDE_ENCRYPTION: 'AES256' }],
  ['SSE-KMS', { SERVER_SIDE_ENCRYPTION: 'aws:kms', SSE_KMS_KEY_ID: 'alias/e2e' }],
  ['SSE-C', { SSE_CUSTOMER_ALGORITHM: 'AES256', SSE_CUSTOMER_KEY: customerKey, SSE_CUSTOMER_KEY_MD5: createHash('md5').update(customerKey).digest('base64') }],
];

/** rclone sends a customer key over TLS only, so this suite is also the one in which the S3 door speaks TLS. */
describeWithTool('rclone', () => {
  let installation: Installation;
  let caFile: string;
  const directory = tempDir();

  beforeAll(async () => {
    const { certFile, keyFile, caFile: authority } = developmentCertificates(join(directory, 'tls'))['storage-service'];
    caFile = authority;
    installation = await Installation.start({ COFFER_S3_TLS_CERT_FILE: certFile, COFFER_S3_TLS_KEY_FILE: keyFile });
    const kms = installation.kmsClient();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/e2e', TargetKeyId: KeyMetadata?.KeyId }));
    await rclone({}).run('mkdir', 'e2e:e2e');
  });

  function rclone(options: Readonly<Record<string, string>>): Tool {
    const remote = {
      TYPE: 's3',
      PROVIDER: 'Other',
      ENDPOINT: installation.s3Url.replace('http:', 'https:'),
      REGION,
      ACCESS_KEY_ID: installation.credentials.accessKeyId,
      SECRET_ACCESS_KEY: installation.credentials.secretAccessKey,
      ...options,
    };
    const env = Object.fromEntries(Object.entries(remote).map(([name, value]) => [`RCLONE_CONFIG_E2E_${name}`, value]));
    return new Tool('rclone', { ...env, HOME: directory }, ['--config', '/dev/null', '--ca-cert', caFile]);
  }

  describe.each(modes)('with %s', (name, options) => {
    it('copies a file there and back, and a range of it', async () => {
      const file = join(directory, 'one');
      writeFileSync(file, 'one file, as it was');
      await rclone(options).run('copyto', file, `e2e:e2e/${name}/one`);
      expect((await rclone(options).run('cat', `e2e:e2e/${name}/one`)).stdout).toBe('one file, as it was');
      expect((await rclone(options).run('cat', '--offset', '4', '--count', '4', `e2e:e2e/${name}/one`)).stdout).toBe('file');
    });

    it('syncs a tree of real files there and back', async () => {
      const source = join(workspace, 'node_modules/@smithy');
      const back = join(directory, `${name}-tree`);
      await rclone(options).run('sync', '--transfers', '16', '--skip-links', source, `e2e:e2e/${name}/tree`);
      await rclone(options).run('sync', '--transfers', '16', `e2e:e2e/${name}/tree`, back);
      expect(await treeOf(back)).toEqual(await treeOf(source));
    });

    it('moves 300 MiB in parts', async () => {
      const file = join(directory, 'large');
      await writeLargeFile(file, 300);
      await rclone(options).run('copyto', '--s3-chunk-size', '16M', file, `e2e:e2e/${name}/large`);
      await rclone(options).run('copyto', `e2e:e2e/${name}/large`, `${file}.back`);
      expect(await sha256Of(`${file}.back`)).toBe(await sha256Of(file));
    });
  });

  it('syncs all of node_modules, and finds nothing to do the second time', async () => {
    const source = join(workspace, 'node_modules');
    const options = ['--transfers', '32', '--checkers', '32', '--skip-links', '--exclude', '.cache/**', '--stats-one-line', '--stats-log-level', 'NOTICE'];
    await rclone({}).run('sync', ...options, source, 'e2e:e2e/node_modules');
    await rclone({}).run('check', '--one-way', ...options, source, 'e2e:e2e/node_modules');
    const { stderr } = await rclone({}).run('sync', '-v', ...options, source, 'e2e:e2e/node_modules');
    expect(stderr).toContain('There was nothing to transfer');
  });

  it('shows what it stored under a key of the KMS', async () => {
    const body = readFileSync(join(workspace, 'LICENSE'));
    writeFileSync(join(directory, 'LICENSE'), body);
    await rclone({ SERVER_SIDE_ENCRYPTION: 'aws:kms' }).run('copyto', join(directory, 'LICENSE'), 'e2e:e2e/LICENSE');
    expect((await rclone({}).run('size', '--json', 'e2e:e2e/LICENSE')).stdout).toContain(`"bytes":${String(body.length)}`);
  });
});
