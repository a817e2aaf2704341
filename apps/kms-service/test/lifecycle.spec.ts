import {
  CancelKeyDeletionCommand, CreateKeyCommand, DescribeKeyCommand, DisableKeyRotationCommand, EnableKeyRotationCommand, EncryptCommand, GetKeyRotationStatusCommand, ListKeyRotationsCommand,
  ListResourceTagsCommand, RotateKeyOnDemandCommand, ScheduleKeyDeletionCommand, TagResourceCommand, UntagResourceCommand, UpdateKeyDescriptionCommand, type KMSClient,
} from '@aws-sdk/client-kms';
import { startProcess, type RunningProcess } from '@coffer/testing';
import { kmsClient, refusal } from './client.js';
import { BOB, madeUpSettings } from './made-up-settings.js';

const DAY_MS = 86_400_000;

describe("the life of a key, by AWS's own client", () => {
  let running: RunningProcess;
  let kms: KMSClient;
  let bob: KMSClient;
  let KeyId = '';
  let arn = '';

  beforeAll(async () => {
    running = await startProcess('kms-service', madeUpSettings());
    kms = kmsClient(running.ports['kms'] ?? 0);
    bob = kmsClient(running.ports['kms'] ?? 0, BOB);
  });

  beforeEach(async () => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    [KeyId, arn] = [KeyMetadata?.KeyId ?? '', KeyMetadata?.Arn ?? ''];
  });

  afterAll(async () => {
    kms.destroy();
    bob.destroy();
    expect(await running.stop()).toMatchObject({ code: 0, stderr: '' });
  });

  it('is ended, and that is called off', async () => {
    const scheduled = await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    expect(scheduled).toMatchObject({ KeyId: arn, KeyState: 'PendingDeletion', PendingWindowInDays: 7 });
    expect(Math.abs((scheduled.DeletionDate?.getTime() ?? 0) - Date.now() - 7 * DAY_MS)).toBeLessThan(60_000);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ KeyState: 'PendingDeletion', Enabled: false, DeletionDate: scheduled.DeletionDate });
    expect(await refusal(kms.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') })))).toEqual({ name: 'KMSInvalidStateException', status: 400, message: `${arn} is pending deletion.` });
    expect(await kms.send(new CancelKeyDeletionCommand({ KeyId }))).toMatchObject({ KeyId: arn });
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({ KeyState: 'Disabled' });
    expect((await kms.send(new ScheduleKeyDeletionCommand({ KeyId }))).PendingWindowInDays).toBe(30);
  });

  it('is rotated', async () => {
    const before = (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.CurrentKeyMaterialId;
    expect(await kms.send(new RotateKeyOnDemandCommand({ KeyId }))).toMatchObject({ KeyId });
    const current = (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.CurrentKeyMaterialId;
    expect(current).not.toBe(before);
    expect((await kms.send(new ListKeyRotationsCommand({ KeyId }))).Rotations).toEqual([{ KeyId, KeyMaterialId: current, KeyMaterialState: 'CURRENT', RotationDate: expect.any(Date) as Date, RotationType: 'ON_DEMAND' }]);
    expect((await kms.send(new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' }))).Rotations).toHaveLength(2);
    await kms.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 180 }));
    const status = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    expect(status).toMatchObject({ KeyId, KeyRotationEnabled: true, RotationPeriodInDays: 180 });
    expect(Math.abs((status.NextRotationDate?.getTime() ?? 0) - Date.now() - 180 * DAY_MS)).toBeLessThan(60_000);
    await kms.send(new DisableKeyRotationCommand({ KeyId }));
    expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(false);
  });

  it('has tags and a description', async () => {
    await kms.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'team', TagValue: 'blue' }] }));
    expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([{ TagKey: 'team', TagValue: 'blue' }]);
    await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ['team'] }));
    expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([]);
    await kms.send(new UpdateKeyDescriptionCommand({ KeyId, Description: 'mine' }));
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.Description).toBe('mine');
  });

  it('is nothing to whom no policy lets', async () => {
    const tries: readonly (() => Promise<unknown>)[] = [
      () => bob.send(new ScheduleKeyDeletionCommand({ KeyId })), () => bob.send(new CancelKeyDeletionCommand({ KeyId })), () => bob.send(new RotateKeyOnDemandCommand({ KeyId })),
      () => bob.send(new EnableKeyRotationCommand({ KeyId })), () => bob.send(new DisableKeyRotationCommand({ KeyId })), () => bob.send(new GetKeyRotationStatusCommand({ KeyId })),
      () => bob.send(new ListKeyRotationsCommand({ KeyId })), () => bob.send(new ListResourceTagsCommand({ KeyId })),
      () => bob.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] })), () => bob.send(new UntagResourceCommand({ KeyId, TagKeys: ['a'] })),
      () => bob.send(new UpdateKeyDescriptionCommand({ KeyId, Description: 'b' })),
    ];
    for (const attempt of tries) expect(await refusal(attempt())).toMatchObject({ name: 'AccessDeniedException', status: 400 });
  });
});
