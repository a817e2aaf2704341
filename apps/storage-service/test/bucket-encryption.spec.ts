import { CreateAliasCommand, CreateKeyCommand } from '@aws-sdk/client-kms';
import {
  CompleteMultipartUploadCommand, CopyObjectCommand, CreateBucketCommand, CreateMultipartUploadCommand, DeleteBucketEncryptionCommand, DeletePublicAccessBlockCommand, GetBucketEncryptionCommand, GetObjectCommand, GetPublicAccessBlockCommand,
  HeadObjectCommand, PutBucketEncryptionCommand, PutObjectCommand, UploadPartCommand, type PutObjectCommandInput, type S3Client, type ServerSideEncryptionRule,
} from '@aws-sdk/client-s3';

import { refused, startLab, type Lab } from './lab.js';

let lab: Lab;
let s3: S3Client;
let keyArn = '';
let count = 0;

beforeAll(async () => {
  lab = await startLab();
  s3 = lab.s3();
  keyArn = (await lab.kmsApi().send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
  await lab.kmsApi().send(new CreateAliasCommand({ AliasName: 'alias/ledger', TargetKeyId: keyArn }));
});

async function bucketWith(rule?: ServerSideEncryptionRule): Promise<string> {
  const Bucket = `default-${String((count += 1))}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (rule !== undefined) await setDefault(Bucket, rule);
  return Bucket;
}

const setDefault = (Bucket: string, rule: ServerSideEncryptionRule) => s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
const rules = async (Bucket: string) => (await s3.send(new GetBucketEncryptionCommand({ Bucket }))).ServerSideEncryptionConfiguration?.Rules;
const kms = (KMSMasterKeyID?: string): ServerSideEncryptionRule => ({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID } });
const put = (Bucket: string, more: Partial<PutObjectCommandInput> = {}) => s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'text', ...more }));
const head = (Bucket: string, Key = 'a') => s3.send(new HeadObjectCommand({ Bucket, Key }));

describe('the default encryption of a bucket', () => {
  it('is SSE-S3 until somebody says otherwise, and again when that is taken back', async () => {
    const Bucket = await bucketWith();
    const sseS3 = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }];
    expect(await rules(Bucket)).toEqual(sseS3);
    await setDefault(Bucket, { ...kms('alias/ledger'), BucketKeyEnabled: true });
    expect(await rules(Bucket)).toEqual([{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/ledger' }, BucketKeyEnabled: true }]);
    expect((await s3.send(new DeleteBucketEncryptionCommand({ Bucket }))).$metadata.httpStatusCode).toBe(204);
    expect(await rules(Bucket)).toEqual(sseS3);
  });

  it('seals what says nothing: objects, copies and uploads in parts, from then on', async () => {
    const Bucket = await bucketWith();
    await put(Bucket, { Key: 'before' });
    await setDefault(Bucket, kms('alias/ledger'));
    expect(await put(Bucket)).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
    expect(await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/before` }))).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
    const { UploadId, ...begun } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
    expect(begun).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: 'text' }));
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }));
    for (const Key of ['a', 'copy', 'parts']) {
      expect(await head(Bucket, Key)).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn });
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      expect(await Body?.transformToString()).toBe('text');
    }
    expect(await head(Bucket, 'before')).toMatchObject({ ServerSideEncryption: 'AES256' });
  });

  it('is the managed key where it names none', async () => {
    const Bucket = await bucketWith(kms());
    const { SSEKMSKeyId } = await put(Bucket);
    expect(SSEKMSKeyId).toMatch(/:key\//);
    expect(SSEKMSKeyId).not.toBe(keyArn);
  });

  it('yields to what a request says', async () => {
    const Bucket = await bucketWith({ ...kms(keyArn), BucketKeyEnabled: true });
    expect(await put(Bucket)).toMatchObject({ SSEKMSKeyId: keyArn, BucketKeyEnabled: true });
    expect((await put(Bucket, { BucketKeyEnabled: false })).BucketKeyEnabled).toBeUndefined();
    expect(await put(Bucket, { ServerSideEncryption: 'AES256' })).toMatchObject({ ServerSideEncryption: 'AES256' });
    const managed = await put(Bucket, { ServerSideEncryption: 'aws:kms' });
    expect([managed.BucketKeyEnabled, managed.SSEKMSKeyId === keyArn]).toEqual([true, false]);
    const SSECustomerKey = Buffer.alloc(32, 1).toString('base64');
    expect(await put(Bucket, { SSECustomerAlgorithm: 'AES256', SSECustomerKey })).toMatchObject({ SSECustomerAlgorithm: 'AES256' });
  });

  it('is not looked up when it is set; what cannot be sealed then is refused, and nothing is left', async () => {
    const Bucket = await bucketWith(kms('alias/nobodys'));
    expect(await refused(put(Bucket))).toMatchObject({ code: 'KMS.NotFoundException', status: 400 });
    expect(await refused(head(Bucket))).toMatchObject({ status: 404 });
  });

  it('stays when other settings of the bucket change, and they when it does', async () => {
    const Bucket = await bucketWith(kms(keyArn));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    expect(await rules(Bucket)).toEqual([{ ...kms(keyArn), BucketKeyEnabled: false }]);
    await setDefault(Bucket, kms());
    await expect(s3.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchPublicAccessBlockConfiguration' });
  });

  it.each<[string, string, string, number]>([
    ['no rule', '', 'MalformedXML', 400],
    ['two rules', '<Rule><BucketKeyEnabled>true</BucketKeyEnabled></Rule><Rule><BucketKeyEnabled>true</BucketKeyEnabled></Rule>', 'MalformedXML', 400],
    ['an empty rule', '<Rule></Rule>', 'MalformedXML', 400],
    ['an unknown algorithm', '<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>rot13</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>', 'MalformedXML', 400],
    ['two layers', '<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms:dsse</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule>', 'NotImplemented', 501],
    ['a key of SSE-S3', '<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule>', 'InvalidArgument', 400],
    ['a bucket key that is neither', '<Rule><BucketKeyEnabled>perhaps</BucketKeyEnabled></Rule>', 'MalformedXML', 400],
    ['encryption types that are blocked', '<Rule><BlockedEncryptionTypes><EncryptionType>SSE-C</EncryptionType></BlockedEncryptionTypes></Rule>', 'NotImplemented', 501],
  ])('is refused with %s, and stays as it was', async (_, content, code, httpStatusCode) => {
    const Bucket = await bucketWith(kms(keyArn));
    const body = `<ServerSideEncryptionConfiguration>${content}</ServerSideEncryptionConfiguration>`;
    const client = lab.s3();
    client.middlewareStack.add((next) => (args) => next({ ...args, request: Object.assign(args.request as object, { body }) }), { step: 'build', priority: 'high' });
    expect(await refused(client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [] } })))).toMatchObject({ code, status: httpStatusCode });
    expect(await rules(Bucket)).toEqual([expect.objectContaining(kms(keyArn))]);
  });
});
