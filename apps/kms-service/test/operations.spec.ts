import { CreateKeyCommand, DecryptCommand, EncryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { startProcess, type RunningProcess } from '@coffer/testing';
import { kmsClient } from './client.js';
import { madeUpSettings } from './made-up-settings.js';

describe('an unchanged AWS client', () => {
  let kms: KMSClient;
  let running: RunningProcess;

  beforeAll(async () => {
    running = await startProcess('kms-service', madeUpSettings());
    kms = kmsClient(running.ports['kms'] ?? 0);
  });

  afterAll(async () => {
    kms.destroy();
    const ended = await running.stop();
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('opens what it sealed, under the same context', async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'x' }));
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: KeyMetadata?.KeyId, Plaintext: Buffer.from('hello'), EncryptionContext: { a: 'b' } }));
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' } }));
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('hello');
    const dk = await kms.send(new GenerateDataKeyCommand({ KeyId: 'alias/aws/s3', KeySpec: 'AES_256' }));
    expect(dk.Plaintext).toHaveLength(32);
  });
});
