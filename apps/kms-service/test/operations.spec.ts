import {
  CreateAliasCommand, CreateKeyCommand, DecryptCommand, DeleteAliasCommand, DescribeKeyCommand, DisableKeyCommand, EnableKeyCommand, EncryptCommand, GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand, GenerateRandomCommand, GetPublicKeyCommand, type KMSClient, paginateListAliases, paginateListKeys, ReEncryptCommand, UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { startProcess, type RunningProcess } from '@coffer/testing';
import { kmsClient, refusal } from './client.js';
import { ALICE, madeUpSettings, MALLORY, OTHER_ACCOUNT_ID } from './made-up-settings.js';

const ACCOUNT_ID = '000000000000';
const UNKNOWN = '12345678-1234-1234-1234-123456789012';
const bytes = (value: Uint8Array | undefined): Buffer => Buffer.from(value ?? []);

describe("AWS's own client, unchanged", () => {
  let running: RunningProcess;
  let kms: KMSClient;
  let mallory: KMSClient;
  const open: KMSClient[] = [];
  const client = (...others: Parameters<typeof kmsClient> extends [number, ...infer Rest] ? Rest : never): KMSClient => {
    const made = kmsClient(running.ports['kms'] ?? 0, ...others);
    open.push(made);
    return made;
  };
  const newKey = async (): Promise<{ id: string; arn: string }> => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    return { id: KeyMetadata?.KeyId ?? '', arn: KeyMetadata?.Arn ?? '' };
  };

  beforeAll(async () => {
    running = await startProcess('kms-service', madeUpSettings());
    kms = client();
    mallory = client(MALLORY);
  });

  afterAll(async () => {
    for (const each of open) each.destroy();
    expect(await running.stop()).toMatchObject({ code: 0, stderr: '' });
  });

  it('makes and describes a key', async () => {
    const { KeyMetadata: made } = await kms.send(new CreateKeyCommand({ Description: 'mine', Tags: [{ TagKey: 'team', TagValue: 'blue' }] }));
    const { KeyMetadata: described } = await kms.send(new DescribeKeyCommand({ KeyId: made?.Arn }));
    expect(described).toEqual(made);
    expect(described).toMatchObject({
      AWSAccountId: ACCOUNT_ID, Arn: `arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/${made?.KeyId ?? ''}`, Description: 'mine', Enabled: true, KeyState: 'Enabled', KeyUsage: 'ENCRYPT_DECRYPT',
      KeySpec: 'SYMMETRIC_DEFAULT', CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT', KeyManager: 'CUSTOMER', Origin: 'AWS_KMS', EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'], MultiRegion: false,
    });
    expect(described?.CreationDate?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(described?.CurrentKeyMaterialId).toMatch(/^[0-9a-f]{64}$/);
  });

  it('opens what it sealed under the same context, and nothing under another', async () => {
    const { arn } = await newKey();
    const sealed = await kms.send(new EncryptCommand({ KeyId: arn, Plaintext: Buffer.from('hello'), EncryptionContext: { a: 'bc' } }));
    expect(sealed).toMatchObject({ KeyId: arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob, EncryptionContext: { a: 'bc' } }));
    expect(bytes(opened.Plaintext).toString()).toBe('hello');
    expect(opened).toMatchObject({ KeyId: arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    expect(opened.KeyMaterialId).toMatch(/^[0-9a-f]{64}$/);
    for (const EncryptionContext of [undefined, { ab: 'c' }, { a: 'bc', b: '' }]) {
      const { name, status } = await refusal(kms.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob, EncryptionContext })));
      expect([name, status]).toEqual(['InvalidCiphertextException', 400]);
    }
  });

  it('seals the longest plaintext', async () => {
    const { id } = await newKey();
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.alloc(4096, 7) }));
    expect(bytes((await kms.send(new DecryptCommand({ CiphertextBlob, KeyId: id }))).Plaintext)).toEqual(Buffer.alloc(4096, 7));
  });

  it('makes data keys, with and without plaintext, and random bytes', async () => {
    const { id, arn } = await newKey();
    const key = await kms.send(new GenerateDataKeyCommand({ KeyId: id, KeySpec: 'AES_256', EncryptionContext: { a: 'b' } }));
    expect(key.KeyId).toBe(arn);
    expect(bytes(key.Plaintext)).toHaveLength(32);
    expect(bytes((await kms.send(new DecryptCommand({ CiphertextBlob: key.CiphertextBlob, EncryptionContext: { a: 'b' } }))).Plaintext)).toEqual(bytes(key.Plaintext));
    expect(bytes((await kms.send(new GenerateDataKeyCommand({ KeyId: id, KeySpec: 'AES_128' }))).Plaintext)).toHaveLength(16);
    const sealed = await kms.send(new GenerateDataKeyWithoutPlaintextCommand({ KeyId: id, NumberOfBytes: 24 }));
    expect(sealed).not.toHaveProperty('Plaintext');
    expect(bytes((await kms.send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob }))).Plaintext)).toHaveLength(24);
    expect(bytes((await kms.send(new GenerateRandomCommand({ NumberOfBytes: 1024 }))).Plaintext)).toHaveLength(1024);
  });

  it('seals anew under another key and another context', async () => {
    const [from, to] = [await newKey(), await newKey()];
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: from.id, Plaintext: Buffer.from('hello'), EncryptionContext: { a: '1' } }));
    const moved = await kms.send(new ReEncryptCommand({ CiphertextBlob, SourceEncryptionContext: { a: '1' }, DestinationKeyId: to.id, DestinationEncryptionContext: { b: '2' } }));
    expect(moved).toMatchObject({ SourceKeyId: from.arn, KeyId: to.arn, SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT', DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    expect(moved.SourceKeyMaterialId).not.toBe(moved.DestinationKeyMaterialId);
    const opened = await kms.send(new DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, EncryptionContext: { b: '2' } }));
    expect(bytes(opened.Plaintext).toString()).toBe('hello');
    const { name } = await refusal(kms.send(new ReEncryptCommand({ CiphertextBlob, SourceEncryptionContext: { a: '1' }, SourceKeyId: to.id, DestinationKeyId: to.id })));
    expect(name).toBe('IncorrectKeyException');
  });

  it('does nothing with a disabled key until it is enabled again', async () => {
    const { id, arn } = await newKey();
    const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from('x') }));
    await kms.send(new DisableKeyCommand({ KeyId: id }));
    expect((await kms.send(new DescribeKeyCommand({ KeyId: id }))).KeyMetadata).toMatchObject({ Enabled: false, KeyState: 'Disabled' });
    const disabled = { name: 'DisabledException', status: 400, message: `${arn} is disabled.` };
    expect(await refusal(kms.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from('x') })))).toEqual(disabled);
    expect(await refusal(kms.send(new DecryptCommand({ CiphertextBlob })))).toEqual(disabled);
    expect(await refusal(kms.send(new GenerateDataKeyCommand({ KeyId: arn, KeySpec: 'AES_256' })))).toEqual(disabled);
    expect(await refusal(kms.send(new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: (await newKey()).id })))).toEqual(disabled);
    await kms.send(new EnableKeyCommand({ KeyId: arn }));
    expect(bytes((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toString()).toBe('x');
  });

  it('names, renames and unnames a key', async () => {
    const [first, second] = [await newKey(), await newKey()];
    const AliasName = 'alias/notes/2026';
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: first.id }));
    expect(await refusal(kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: second.id })))).toEqual({
      name: 'AlreadyExistsException', status: 400, message: `An alias with the name arn:aws:kms:us-east-1:${ACCOUNT_ID}:${AliasName} already exists`,
    });
    const { CiphertextBlob, KeyId } = await kms.send(new EncryptCommand({ KeyId: AliasName, Plaintext: Buffer.from('x') }));
    expect(KeyId).toBe(first.arn);
    await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: second.arn }));
    expect((await kms.send(new DescribeKeyCommand({ KeyId: `arn:aws:kms:us-east-1:${ACCOUNT_ID}:${AliasName}` }))).KeyMetadata?.Arn).toBe(second.arn);
    expect((await refusal(kms.send(new DecryptCommand({ CiphertextBlob, KeyId: AliasName })))).name).toBe('IncorrectKeyException');
    expect(bytes((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toString()).toBe('x');
    await kms.send(new DeleteAliasCommand({ AliasName }));
    expect(await refusal(kms.send(new DescribeKeyCommand({ KeyId: AliasName })))).toEqual({
      name: 'NotFoundException', status: 400, message: `Alias arn:aws:kms:us-east-1:${ACCOUNT_ID}:${AliasName} is not found.`,
    });
  });

  it('gives a key 50 names and no more', async () => {
    const { id } = await newKey();
    const create = (n: number): Promise<unknown> => kms.send(new CreateAliasCommand({ AliasName: `alias/many/${String(n)}`, TargetKeyId: id }));
    for (let n = 0; n < 50; n += 1) await create(n);
    expect((await refusal(create(50))).name).toBe('LimitExceededException');
    const names: string[] = [];
    for await (const { Aliases = [] } of paginateListAliases({ client: kms, pageSize: 7 }, { KeyId: id })) names.push(...Aliases.map(({ AliasName = '' }) => AliasName));
    expect(names).toEqual(Array.from({ length: 50 }, (_, n) => `alias/many/${String(n)}`).sort());
  });

  it('lists keys and aliases page by page, each once', async () => {
    const made = [await newKey(), await newKey(), await newKey()];
    const keys: string[] = [];
    for await (const { Keys = [] } of paginateListKeys({ client: kms, pageSize: 2 }, {})) {
      expect(Keys.length).toBeLessThanOrEqual(2);
      keys.push(...Keys.map(({ KeyArn = '' }) => KeyArn));
    }
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining(made.map(({ arn }) => arn)));
    const aliases: string[] = [];
    for await (const { Aliases = [] } of paginateListAliases({ client: kms, pageSize: 3 }, {})) aliases.push(...Aliases.map(({ AliasName = '' }) => AliasName));
    expect(aliases).toEqual([...new Set(aliases)].sort());
  });

  it('finds alias/aws/s3, made on first use, and used through S3 only and not to be changed', async () => {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/aws/s3' }));
    expect(KeyMetadata).toMatchObject({ KeyManager: 'AWS', Description: 'Default key that protects my S3 objects when no other key is defined' });
    expect(await refusal(kms.send(new GenerateDataKeyCommand({ KeyId: 'alias/aws/s3', KeySpec: 'AES_256' })))).toEqual({
      name: 'AccessDeniedException', status: 400,
      message: `User: arn:aws:iam::${ACCOUNT_ID}:root is not authorized to perform: kms:GenerateDataKey on resource: ${KeyMetadata?.Arn ?? ''} because no resource-based policy allows the kms:GenerateDataKey action`,
    });
    for (const change of [new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }), new DeleteAliasCommand({ AliasName: 'alias/aws/s3' }), new CreateAliasCommand({ AliasName: 'alias/x', TargetKeyId: KeyMetadata?.KeyId })]) {
      expect(await refusal(kms.send(change as DisableKeyCommand))).toMatchObject({ name: 'AccessDeniedException', status: 400 });
    }
  });

  it('shows the users of an account whom their policies let the same keys, and another account none of them', async () => {
    const { id, arn } = await newKey();
    const { CiphertextBlob } = await client(ALICE).send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from('x') }));
    const denied = (action: string): object => ({
      name: 'AccessDeniedException', status: 400,
      message: `User: arn:aws:iam::${OTHER_ACCOUNT_ID}:user/mallory is not authorized to perform: ${action} on resource: ${arn} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    });
    expect(await refusal(mallory.send(new DescribeKeyCommand({ KeyId: arn })))).toEqual(denied('kms:DescribeKey'));
    expect(await refusal(mallory.send(new DecryptCommand({ CiphertextBlob })))).toEqual(denied('kms:Decrypt'));
    expect(await refusal(mallory.send(new DescribeKeyCommand({ KeyId: id })))).toMatchObject({ name: 'NotFoundException' });
    for await (const { Keys } of paginateListKeys({ client: mallory }, {})) expect(Keys).toEqual([]);
  });

  it.each([
    ['nonsense', "Invalid keyId 'nonsense'"],
    [UNKNOWN, `Key 'arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/${UNKNOWN}' does not exist`],
    [`arn:aws:kms:eu-west-1:${ACCOUNT_ID}:key/${UNKNOWN}`, 'Invalid arn eu-west-1'],
  ])('is told that there is no key %s', async (KeyId, message) => {
    expect(await refusal(kms.send(new DescribeKeyCommand({ KeyId })))).toEqual({ name: 'NotFoundException', status: 400, message });
  });

  it('is told what is not supported, what is a dry run, and what is beyond a limit', async () => {
    const { id } = await newKey();
    expect(await refusal(kms.send(new GetPublicKeyCommand({ KeyId: id })))).toMatchObject({ name: 'UnsupportedOperationException', status: 400 });
    expect(await refusal(kms.send(new CreateKeyCommand({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })))).toMatchObject({ name: 'UnsupportedOperationException', status: 400 });
    expect(await refusal(kms.send(new GenerateDataKeyCommand({ KeyId: id, KeySpec: 'AES_256', DryRun: true })))).toMatchObject({ name: 'DryRunOperationException', status: 400 });
    expect(await refusal(kms.send(new GenerateRandomCommand({ NumberOfBytes: 1025 })))).toMatchObject({ name: 'ValidationException', status: 400 });
    const large = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${String(i)}`, 'v'.repeat(1000)]));
    expect(await refusal(kms.send(new EncryptCommand({ KeyId: id, Plaintext: Buffer.from('x'), EncryptionContext: large })))).toMatchObject({ name: 'ValidationException', status: 400 });
  });

  it.each([
    ['an unknown access key', { accessKeyId: 'AKIANOBODY0000000001', secretAccessKey: 'x'.repeat(32) }, {}, 'UnrecognizedClientException'],
    ['a wrong secret', { ...ALICE, secretAccessKey: 'x'.repeat(32) }, {}, 'InvalidSignatureException'],
    ['another region', ALICE, { region: 'eu-west-1' }, 'IncompleteSignatureException'],
    ['a clock that is an hour off', ALICE, { systemClockOffset: 3_600_000 }, 'InvalidSignatureException'],
  ])('is refused with %s', async (_, credentials, others, name) => {
    expect(await refusal(client(credentials, others).send(new GenerateRandomCommand({ NumberOfBytes: 1 })))).toMatchObject({ name, status: 400 });
  });
});
