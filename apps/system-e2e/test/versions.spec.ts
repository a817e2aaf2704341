import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { tempDir } from '@coffer/testing';

import { Installation, REGION } from '../src/installation.js';
import { describeWithTool, Tool } from '../src/tool.js';

jest.setTimeout(300_000);

interface Listed {
  readonly Versions?: readonly { readonly Key: string; readonly VersionId: string; readonly IsLatest: boolean }[];
  readonly DeleteMarkers?: Listed['Versions'];
}

describeWithTool('aws', () => {
  let s3api: (...args: readonly string[]) => Promise<string>;
  const directory = tempDir();

  beforeAll(async () => {
    const installation = await Installation.start();
    const tool = new Tool('aws', installation.awsEnvironment(), ['--endpoint-url', installation.s3Url, '--output', 'json', 's3api']);
    s3api = async (...args) => (await tool.run(...args)).stdout;
    await s3api('create-bucket', '--bucket', 'versions');
    await s3api('put-bucket-versioning', '--bucket', 'versions', '--versioning-configuration', 'Status=Enabled');
  });

  it('keeps versions, gives each back, and brings a deleted object back', async () => {
    const target = ['--bucket', 'versions', '--key', 'a'];
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) {
      writeFileSync(join(directory, 'body'), text);
      ids.push((JSON.parse(await s3api('put-object', ...target, '--body', join(directory, 'body'))) as { VersionId: string }).VersionId);
    }
    const deleted = JSON.parse(await s3api('delete-object', ...target)) as { DeleteMarker: boolean; VersionId: string };
    expect(deleted.DeleteMarker).toBe(true);
    const listed = JSON.parse(await s3api('list-object-versions', '--bucket', 'versions', '--page-size', '1')) as Listed;
    expect(listed.Versions?.map(({ VersionId }) => VersionId)).toEqual(ids.toReversed());
    expect(listed.DeleteMarkers).toMatchObject([{ VersionId: deleted.VersionId, IsLatest: true }]);
    const file = join(directory, 'back');
    await s3api('get-object', ...target, '--version-id', ids[0] ?? '', file);
    expect(readFileSync(file, 'utf8')).toBe('one');
    await s3api('delete-object', ...target, '--version-id', deleted.VersionId);
    await s3api('get-object', ...target, file);
    expect(readFileSync(file, 'utf8')).toBe('three');
    await s3api('copy-object', ...target, '--copy-source', `versions/a?versionId=${ids[1] ?? ''}`);
    await s3api('get-object', ...target, file);
    expect(readFileSync(file, 'utf8')).toBe('two');
  });
});

describeWithTool('rclone', () => {
  let rclone: Tool;

  beforeAll(async () => {
    const { s3Url, credentials } = await Installation.start();
    const remote = { TYPE: 's3', PROVIDER: 'Other', ENDPOINT: s3Url, REGION, ACCESS_KEY_ID: credentials.accessKeyId, SECRET_ACCESS_KEY: credentials.secretAccessKey };
    const env = Object.fromEntries(Object.entries(remote).map(([name, value]) => [`RCLONE_CONFIG_E2E_${name}`, value]));
    rclone = new Tool('rclone', { ...env, HOME: tempDir() }, ['--config', '/dev/null']);
    await rclone.run('mkdir', 'e2e:versions');
  });

  it('switches versioning, sees old versions, and removes what is hidden', async () => {
    expect((await rclone.run('backend', 'versioning', 'e2e:versions')).stdout.trim()).toMatch(/^(Unversioned|Disabled)?$/);
    await rclone.run('backend', 'versioning', 'e2e:versions', 'Enabled');
    expect((await rclone.run('backend', 'versioning', 'e2e:versions')).stdout.trim()).toBe('Enabled');
    const directory = tempDir();
    for (const text of ['one', 'two, longer', 'three']) {
      writeFileSync(join(directory, 'a.txt'), text);
      await rclone.run('copy', join(directory, 'a.txt'), 'e2e:versions');
    }
    const versions = (await rclone.run('lsf', '--s3-versions', 'e2e:versions')).stdout.split('\n').filter((line) => line !== '');
    expect(versions).toHaveLength(3);
    expect(versions.filter((name) => /^a-v\d{4}-\d\d-\d\d-\d{6}-\d{3}\.txt$/.test(name))).toHaveLength(2);
    await rclone.run('deletefile', 'e2e:versions/a.txt');
    expect((await rclone.run('lsf', 'e2e:versions')).stdout).toBe('');
    await rclone.run('backend', 'cleanup-hidden', 'e2e:versions');
    expect((await rclone.run('lsf', '--s3-versions', 'e2e:versions')).stdout).toBe('');
    await rclone.run('rmdir', 'e2e:versions');
  });
});
