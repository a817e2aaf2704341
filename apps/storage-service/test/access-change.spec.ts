import { CreateGrantCommand, CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, PutKeyPolicyCommand, RevokeGrantCommand, UpdateAliasCommand, CreateAliasCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { ACCOUNT, ALICE, bytes, startLab, type Lab } from './lab.js';

/** What the product promises of a change at the KMS, and what a busy machine may add to it. */
const HOLDS_WITHIN_MS = 2_000;
const SLACK_MS = 1_500;

const Bucket = 'changes';
const ALICE_ARN = `arn:aws:iam::${ACCOUNT}:user/alice`;
const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one })) });
const delegated = { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*' };

describe('a change at the KMS, for who holds a bucket key', () => {
  let lab: Lab;

  beforeAll(async () => {
    // A lifetime far beyond the suite: whatever makes a held key go is not its age.
    lab = await startLab({ COFFER_BUCKET_KEY_SECONDS: '3600' });
    await lab.s3().send(new CreateBucketCommand({ Bucket }));
  });

  /** A key, and an object of alice's under a bucket key of it, which she has just read. */
  async function arrange(Key: string): Promise<{ readonly keyId: string; readonly read: () => Promise<string> }> {
    const { KeyMetadata } = await lab.kmsApi().send(new CreateKeyCommand({}));
    const keyId = KeyMetadata?.KeyId ?? '';
    const s3 = lab.s3({ credentials: ALICE });
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: bytes(1_000), ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyId, BucketKeyEnabled: true }));
    const read = async (): Promise<string> => {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        await Body?.transformToByteArray();
        return 'read';
      } catch (error) {
        return (error as Error).name;
      }
    };
    expect(await read()).toBe('read');
    return { keyId, read };
  }

  /** How long it took from now until a read ended like that. */
  async function until(read: () => Promise<string>, ending: string): Promise<number> {
    const started = performance.now();
    for (;;) {
      if ((await read()) === ending) return performance.now() - started;
      if (performance.now() - started > 3 * (HOLDS_WITHIN_MS + SLACK_MS)) throw new Error(`it never ended with ${ending}`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  it('holds in time: a key policy that denies, and one that lets again', async () => {
    const { keyId, read } = await arrange('policy');
    const put = (...more: object[]): Promise<unknown> => lab.kmsApi().send(new PutKeyPolicyCommand({ KeyId: keyId, Policy: policy(delegated, ...more) }));
    await put({ Effect: 'Deny', Principal: { AWS: ALICE_ARN }, Action: 'kms:Decrypt' });
    expect(await until(read, 'AccessDenied')).toBeLessThan(HOLDS_WITHIN_MS + SLACK_MS);
    await put();
    // What was refused was not held, so that what is let is let at once.
    expect(await read()).toBe('read');
  });

  it('holds in time: a key that is disabled', async () => {
    const { keyId, read } = await arrange('disabled');
    await lab.kmsApi().send(new DisableKeyCommand({ KeyId: keyId }));
    expect(await until(read, 'KMS.DisabledException')).toBeLessThan(HOLDS_WITHIN_MS + SLACK_MS);
    await lab.kmsApi().send(new EnableKeyCommand({ KeyId: keyId }));
    expect(await read()).toBe('read');
  });

  it('holds in time: a grant that is revoked', async () => {
    const { keyId, read } = await arrange('grant');
    const kms = lab.kmsApi();
    await kms.send(new PutKeyPolicyCommand({ KeyId: keyId, Policy: policy({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: ['kms:PutKeyPolicy', 'kms:CreateGrant', 'kms:RevokeGrant'] }) }));
    await until(read, 'AccessDenied');
    const { GrantId } = await kms.send(new CreateGrantCommand({ KeyId: keyId, GranteePrincipal: ALICE_ARN, Operations: ['Decrypt'] }));
    expect(await read()).toBe('read');
    await kms.send(new RevokeGrantCommand({ KeyId: keyId, GrantId }));
    expect(await until(read, 'AccessDenied')).toBeLessThan(HOLDS_WITHIN_MS + SLACK_MS);
  });

  it('holds in time: an alias that is moved to another key', async () => {
    const kms = lab.kmsApi();
    const [first, second] = [await kms.send(new CreateKeyCommand({})), await kms.send(new CreateKeyCommand({}))];
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/moved', TargetKeyId: first.KeyMetadata?.KeyId }));
    const s3 = lab.s3({ credentials: ALICE });
    const put = async (): Promise<string> =>
      (await s3.send(new PutObjectCommand({ Bucket, Key: 'alias', Body: bytes(10), ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/moved', BucketKeyEnabled: true }))).SSEKMSKeyId ?? '';
    expect(await put()).toBe(first.KeyMetadata?.Arn);
    await kms.send(new UpdateAliasCommand({ AliasName: 'alias/moved', TargetKeyId: second.KeyMetadata?.KeyId }));
    expect(await until(put, second.KeyMetadata?.Arn ?? '')).toBeLessThan(HOLDS_WITHIN_MS + SLACK_MS);
  });

  it('holds in time: policies of a user that are taken away', async () => {
    const { read } = await arrange('identities');
    const statements = [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] as const;
    const carol = { name: 'carol', accountId: ACCOUNT, accessKeyId: 'AKIAMADEUPCAROL00001', secretAccessKey: 'made-up-carol-secret-123456789' };
    const s3 = lab.s3({ credentials: carol });
    const asCarol = (): Promise<string> => s3.send(new GetObjectCommand({ Bucket, Key: 'identities' })).then(async ({ Body }) => { await Body?.transformToByteArray(); return 'read'; }, (error: unknown) => (error as Error).name);
    lab.setPeople([{ ...carol, statements: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }]);
    await until(asCarol, 'read');
    lab.setPeople([{ ...carol, statements: [...statements] }]);
    // The file is looked at each second by both services, and the KMS is asked each second by one.
    expect(await until(asCarol, 'AccessDenied')).toBeLessThan(1_000 + HOLDS_WITHIN_MS + SLACK_MS);
    expect(await read()).toBe('read');
  });
});
