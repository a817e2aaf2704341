import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { refusedCall } from '../../test/refused.js';
import { alice, ACCOUNT_ID, mallory, root, rootKeyFile, testService, theService, type TestService } from '../../test/test-service.js';
import { parseBlob, sealBlob } from '../blob/ciphertext-blob.js';
import { Secret } from '@coffer/crypto';
import { use } from '../access/use.js';
import { currentMaterial, type Key } from './key.js';
import { sealingKey } from './keyring.js';

const NEW = { description: 'mine', tags: [{ key: 'team', value: 'blue' }] };
const unknown = '12345678-1234-1234-1234-123456789012';
const arnOf = (id: string, account = ACCOUNT_ID): string => `arn:aws:kms:us-east-1:${account}:key/${id}`;

async function blobOf({ keyring }: TestService, key: Key): Promise<Buffer> {
  using plaintext = Secret.random();
  return await keyring.lend(key, currentMaterial(key), (material) => sealBlob(sealingKey(key), material, plaintext, new Map()));
}

describe('Keyring', () => {
  let service: TestService;

  beforeEach(async () => {
    service = await testService();
  });

  afterEach(() => service.store.close());

  it('finds a key by its id, its ARN, its alias and its alias ARN', async () => {
    const { keyring, aliases } = service;
    const { id, arn } = await keyring.create(alice, use('kms:CreateKey'), NEW);
    await aliases.create(alice, 'alias/mine', id);
    for (const name of [id, arn, 'alias/mine', `arn:aws:kms:us-east-1:${ACCOUNT_ID}:alias/mine`]) {
      expect(await keyring.find(root, use('kms:DescribeKey'), name)).toMatchObject({ id, arn: arnOf(id), description: 'mine', tags: NEW.tags, enabled: true, manager: 'CUSTOMER' });
    }
  });

  it.each([
    ['an unknown id', unknown, `Key '${arnOf(unknown)}' does not exist`],
    ['the ARN of one', arnOf(unknown), `Key '${arnOf(unknown)}' does not exist`],
    ['an unknown alias', 'alias/none', `Alias arn:aws:kms:us-east-1:${ACCOUNT_ID}:alias/none is not found.`],
    ['another region', `arn:aws:kms:eu-west-1:${ACCOUNT_ID}:key/${unknown}`, 'Invalid arn eu-west-1'],
  ])("refuses %s in AWS's words", async (_, given, message) => {
    expect(await refusedCall(service.keyring.find(alice, use('kms:Encrypt'), given))).toMatchObject({ code: 'NotFoundException', message });
  });

  it("does not tell another account whether a key is there: by ARN it is denied, by id it is one of the caller's own that is not there", async () => {
    const { id, arn } = await service.keyring.create(alice, use('kms:CreateKey'), NEW);
    expect(await refusedCall(service.keyring.find(mallory, use('kms:Decrypt'), arn))).toMatchObject({ code: 'AccessDeniedException' });
    expect(await refusedCall(service.keyring.find(mallory, use('kms:Decrypt'), arnOf(unknown)))).toMatchObject({ code: 'AccessDeniedException' });
    expect(await refusedCall(service.keyring.find(mallory, use('kms:Decrypt'), `arn:aws:kms:us-east-1:${ACCOUNT_ID}:alias/x`))).toMatchObject({ code: 'AccessDeniedException' });
    const { code, message } = await refusedCall(service.keyring.find(mallory, use('kms:Decrypt'), id));
    expect([code, message]).toEqual(['NotFoundException', `Key '${arnOf(id, mallory.accountId)}' does not exist`]);
  });

  it("denies another account a blob of a key that is not its own, and calls a blob of no key invalid", async () => {
    const key = await service.keyring.create(alice, use('kms:CreateKey'), NEW);
    const blob = parseBlob(await blobOf(service, key));
    expect(await refusedCall(service.keyring.ofBlob(mallory, use('kms:Decrypt'), blob))).toMatchObject({ code: 'AccessDeniedException', keyArn: key.arn });
    const nobodys = { ...blob, keyId: unknown };
    expect(await refusedCall(service.keyring.ofBlob(alice, use('kms:Decrypt'), nobodys))).toMatchObject({ code: 'InvalidCiphertextException', message: '' });
    const otherMaterial = { ...blob, materialId: 'ab'.repeat(32) };
    expect(await refusedCall(service.keyring.ofBlob(alice, use('kms:Decrypt'), otherMaterial))).toMatchObject({ code: 'InvalidCiphertextException', message: '' });
  });

  it('lends nothing of a disabled key until it is enabled again', async () => {
    const { keyring } = service;
    const key = await keyring.create(alice, use('kms:CreateKey'), NEW);
    const blob = parseBlob(await blobOf(service, key));
    await keyring.setEnabled(alice, use('kms:DisableKey'), key.id, false);
    const disabled = { code: 'DisabledException', message: `${key.arn} is disabled.`, keyArn: key.arn };
    expect(await refusedCall(keyring.usable(alice, use('kms:Encrypt'), key.id))).toEqual(disabled);
    expect(await refusedCall(keyring.ofBlob(alice, use('kms:Decrypt'), blob))).toEqual(disabled);
    expect(await keyring.find(alice, use('kms:DescribeKey'), key.id)).toMatchObject({ enabled: false });
    await keyring.setEnabled(alice, use('kms:EnableKey'), key.id, true);
    expect((await keyring.ofBlob(alice, use('kms:Decrypt'), blob)).key.id).toBe(key.id);
  });

  it('switches a key that many switch at once', async () => {
    const { id } = await service.keyring.create(alice, use('kms:CreateKey'), NEW);
    await Promise.all(Array.from({ length: 10 }, () => service.keyring.setEnabled(alice, use('kms:DisableKey'), id, false)));
    expect((await service.keyring.find(alice, use('kms:DescribeKey'), id)).enabled).toBe(false);
  });

  it('makes alias/aws/s3 on first use, once, however many use it first', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => service.keyring.usable({ ...alice, viaService: 's3.us-east-1.amazonaws.com' }, use('kms:GenerateDataKey'), 'alias/aws/s3')));
    expect(new Set(found.map(({ id }) => id)).size).toBe(1);
    expect(found[0]).toMatchObject({ manager: 'AWS', owner: ACCOUNT_ID, description: 'Default key that protects my S3 objects when no other key is defined' });
    expect((await service.keyring.list(alice, '', 100)).items).toEqual([found[0]?.id]);
  });

  it('makes alias/aws/s3 for each account of its own', async () => {
    const [mine, theirs] = [await service.keyring.find(alice, use('kms:DescribeKey'), 'alias/aws/s3'), await service.keyring.find(mallory, use('kms:DescribeKey'), 'alias/aws/s3')];
    expect(mine.id).not.toBe(theirs.id);
    expect(theirs.owner).toBe(mallory.accountId);
  });

  it('refuses another name under alias/aws/', async () => {
    expect(await refusedCall(service.keyring.find(alice, use('kms:Encrypt'), 'alias/aws/ebs'))).toMatchObject({ code: 'NotFoundException' });
  });

  describe('a key that a service owns', () => {
    let key: Key;
    let blob: Buffer;

    beforeEach(async () => {
      key = await service.keyring.usable(theService, use('kms:GenerateDataKey'), 'alias/coffer/s3');
      blob = await blobOf(service, key);
    });

    it("is the service's, by alias, id and blob", async () => {
      expect((await service.keyring.usable(theService, use('kms:GenerateDataKey'), 'alias/coffer/s3')).id).toBe(key.id);
      expect((await service.keyring.usable(theService, use('kms:GenerateDataKey'), key.arn)).id).toBe(key.id);
      expect((await service.keyring.ofBlob(theService, use('kms:Decrypt'), parseBlob(blob))).key.id).toBe(key.id);
    });

    it.each([['the root', root], ['a user', alice], ['another account', mallory]])('is shown to no account: %s', async (_, caller) => {
      expect((await service.keyring.list(caller, '', 1000)).items).toEqual([]);
      expect((await service.aliases.list(caller, undefined, '', 100)).items).toEqual([]);
      expect(await refusedCall(service.keyring.find(caller, use('kms:DescribeKey'), key.id))).toMatchObject({ code: 'NotFoundException' });
      expect((await refusedCall(service.keyring.find(caller, use('kms:DescribeKey'), key.arn))).code).toMatch(/^(NotFound|AccessDenied)Exception$/);
      expect(await refusedCall(service.keyring.find(caller, use('kms:DescribeKey'), 'alias/coffer/s3'))).toMatchObject({ code: 'NotFoundException' });
      expect(await refusedCall(service.keyring.ofBlob(caller, use('kms:Decrypt'), parseBlob(blob)))).toEqual({ code: 'InvalidCiphertextException', message: '', keyArn: undefined });
    });

    it('cannot be changed, and the service can make no others and use none of the accounts', async () => {
      expect(await refusedCall(service.keyring.setEnabled(theService, use('kms:DisableKey'), key.id, false))).toMatchObject({ code: 'AccessDeniedException' });
      expect(await refusedCall(service.keyring.create(theService, use('kms:CreateKey'), NEW))).toMatchObject({ code: 'AccessDeniedException' });
      const mine = await service.keyring.create(alice, use('kms:CreateKey'), NEW);
      expect(await refusedCall(service.keyring.usable(theService, use('kms:Decrypt'), mine.id))).toMatchObject({ code: 'NotFoundException' });
      expect(await refusedCall(service.keyring.ofBlob(theService, use('kms:Decrypt'), parseBlob(await blobOf(service, mine))))).toMatchObject({ code: 'AccessDeniedException' });
    });
  });

  it('lists keys page by page, each once, in order', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => service.keyring.create(alice, use('kms:CreateKey'), NEW)));
    const ids = made.map(({ id }) => id).sort();
    const first = await service.keyring.list(alice, '', 2);
    expect(first).toEqual({ items: ids.slice(0, 2), next: ids[1] });
    const second = await service.keyring.list(alice, first.next ?? '', 2);
    expect(second).toEqual({ items: ids.slice(2, 4), next: ids[3] });
    expect(await service.keyring.list(alice, second.next ?? '', 2)).toEqual({ items: ids.slice(4), next: undefined });
    expect(await service.keyring.list(alice, '', 5)).toEqual({ items: ids, next: undefined });
  });

  it('refuses a row that was changed or moved, and says no more than that it failed', async () => {
    const { keyring, store } = service;
    const [first, second] = [await keyring.create(alice, use('kms:CreateKey'), NEW), await keyring.create(alice, use('kms:CreateKey'), NEW)];
    const [mine, other] = [await store.get('key', first.id), await store.get('key', second.id)];
    if (mine === undefined || other === undefined) throw new Error('the rows are there');
    await store.commit([{ table: 'key', id: first.id, expected: mine, value: other }]);
    await expect(keyring.find(alice, use('kms:DescribeKey'), first.id)).rejects.toThrow('does not open');
    for (const at of [0, 1, 20, other.length - 1]) {
      const before = await store.get('key', first.id);
      await store.commit([{ table: 'key', id: first.id, expected: before ?? null, value: Buffer.from(mine.with(at, (mine[at] ?? 0) ^ 1)) }]);
      await expect(keyring.find(alice, use('kms:DescribeKey'), first.id)).rejects.toThrow(/does not open|another version/);
    }
  });

  it('finds its keys again under the same root key, and refuses another root key without writing anything', async () => {
    const [directory, rootKey] = [join(tempDir(), 'kms'), rootKeyFile()];
    const before = await testService(directory, rootKey);
    const { id } = await before.keyring.create(alice, use('kms:CreateKey'), NEW);
    const kept = await before.store.list('meta', '', '', 10);
    await before.store.close();
    await expect(testService(directory, rootKeyFile())).rejects.toThrow('COFFER_KMS_ROOT_KEY_FILE: this root key does not fit the keys that are kept');
    const after = await testService(directory, rootKey);
    expect((await after.keyring.find(alice, use('kms:DescribeKey'), id)).id).toBe(id);
    expect(await after.store.list('meta', '', '', 10)).toEqual(kept);
    await after.store.close();
  });

  it('refuses a store that has keys and has lost the key that seals them, and makes none in its place', async () => {
    const [directory, rootKey] = [join(tempDir(), 'kms'), rootKeyFile()];
    const { keyring, store } = await testService(directory, rootKey);
    await keyring.create(alice, use('kms:CreateKey'), NEW);
    const kept = await store.get('meta', 'store-key');
    await store.commit([{ table: 'meta', id: 'store-key', expected: kept ?? null, value: null }]);
    await store.close();
    await expect(testService(directory, rootKey)).rejects.toThrow('does not fit the keys that are kept');
    await expect(testService(directory, rootKey)).rejects.toThrow('does not fit the keys that are kept');
  });
});
