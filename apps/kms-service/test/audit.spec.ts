import { join } from 'node:path';
import { CreateKeyCommand, DecryptCommand, EncryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { startProcess, type RunningProcess } from '@coffer/testing';
import { open } from 'lmdb';
import { auditCommand, exportedEvents } from './audit-command.js';
import { kmsClient, refusal } from './client.js';
import { ALICE, madeUpSettings } from './made-up-settings.js';

describe('the audit log of the running service', () => {
  const settings = madeUpSettings();
  let running: RunningProcess;
  let kms: KMSClient;

  beforeAll(async () => {
    running = await startProcess('kms-service', settings);
    kms = kmsClient(running.ports['kms'] ?? 0, ALICE);
  });

  afterAll(async () => {
    kms.destroy();
    await running.stop();
  });

  it('has every call the moment it was answered, allowed or refused, under the id that the caller was given', async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'mine' }));
    const { CiphertextBlob, $metadata } = await kms.send(new GenerateDataKeyCommand({ KeyId: KeyMetadata?.KeyId, KeySpec: 'AES_256', EncryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::b/k' } }));
    await refusal(kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::b/other' } })));
    await refusal(kms.send(new EncryptCommand({ KeyId: 'alias/none', Plaintext: Buffer.from('x') })));
    const events = await exportedEvents(settings);
    expect(events.map(({ eventName, errorCode }) => [eventName, errorCode])).toEqual([
      ['CreateKey', undefined], ['GenerateDataKey', undefined], ['Decrypt', 'InvalidCiphertextException'], ['Encrypt', 'NotFoundException'],
    ]);
    expect(events[1]).toMatchObject({
      requestID: $metadata.requestId,
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::000000000000:user/alice', accessKeyId: ALICE.accessKeyId },
      requestParameters: { keyId: KeyMetadata?.KeyId, keySpec: 'AES_256', encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::b/k' } },
      resources: [{ ARN: KeyMetadata?.Arn }],
    });
    expect(events[2]).toMatchObject({ requestParameters: { encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::b/other' } }, resources: [{ ARN: KeyMetadata?.Arn }] });
  });

  it('loses none of many calls at once, and verifies while the service writes', async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const before = (await exportedEvents(settings)).length;
    const calls = Promise.all(Array.from({ length: 200 }, () => kms.send(new GenerateDataKeyCommand({ KeyId: KeyMetadata?.KeyId, KeySpec: 'AES_256' }))));
    expect(await auditCommand(settings, 'verify')).toMatchObject({ code: 0 });
    const ids = (await calls).map(({ $metadata }) => $metadata.requestId);
    const recorded = (await exportedEvents(settings)).slice(before).map(({ requestID }) => requestID);
    expect(new Set(recorded)).toEqual(new Set(ids));
    expect((await auditCommand(settings, 'verify')).stdout).toMatch(/^\d+ events in \d+ groups: whole\n$/);
  });

  it('tells by its exit code that an event was removed', async () => {
    const db = open<Buffer, string>({ path: join(settings.COFFER_DATA_DIR, 'kms/audit'), encoding: 'binary' });
    const key = [...db.getKeys({ start: 'group/', limit: 2 })].at(1) ?? '';
    await db.remove(key);
    await db.close();
    const { code, stdout } = await auditCommand(settings, 'verify');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^writer [0-9a-f-]+: group 2 is missing\n\d+ events in \d+ groups: NOT whole\n$/);
  });

  it.each([[[]], [['nonsense']], [['export', 'more']]])('tells how it is used when it is asked %j', async (args) => {
    const { code, stderr } = await auditCommand(settings, ...args);
    expect(code).toBe(1);
    expect(stderr).toContain('usage: kms-service');
  });

  it('names the setting when there is no log', async () => {
    const { code, stderr } = await auditCommand({ COFFER_DATA_DIR: '/none' }, 'export');
    expect([code, stderr]).toEqual([1, 'COFFER_DATA_DIR: there is no audit log in /none/kms/audit\n']);
  });
});
