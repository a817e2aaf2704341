import {
  AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CopyObjectCommand, CreateBucketCommand, CreateMultipartUploadCommand, DeleteObjectCommand, DeleteObjectsCommand,
  GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand, ListBucketsCommand, ListObjectsV2Command, ListPartsCommand, PutBucketPolicyCommand, PutObjectCommand,
  UploadPartCommand, UploadPartCopyCommand, type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { ALICE, bytes, refused, startLab, type Lab } from './lab.js';
import { allow, arnOf, deny, OTHER_ACCOUNT, person, type Person } from './people.js';

const Bucket = 'notes';
const ARN = `arn:aws:s3:::${Bucket}`;
const KMS = 'arn:aws:kms:us-east-1:000000000000:key/11111111-2222-4333-8444-555555555555';

const people = {
  powerless: person('powerless'),
  reader: person('reader', [allow('s3:GetObject', `${ARN}/*`)]),
  lister: person('lister', [allow('s3:GetObject', `${ARN}/*`), allow('s3:ListBucket', ARN)]),
  tenant: person('tenant', [
    allow('s3:*', `${ARN}/home/\${aws:username}/*`),
    allow('s3:ListBucket', ARN, { StringLike: { 's3:prefix': ['home/${aws:username}/*'] } }),
  ]),
  writer: person('writer', [allow('s3:PutObject', `${ARN}/*`)]),
  cleaner: person('cleaner', [allow('s3:DeleteObject', `${ARN}/*`), deny('s3:DeleteObject', `${ARN}/keep/*`)]),
  copier: person('copier', [allow('s3:GetObject', `${ARN}/from/*`), allow('s3:PutObject', `${ARN}/to/*`)]),
  sealer: person('sealer', [allow('s3:*', [ARN, `${ARN}/*`]), allow('kms:*')]),
  temporary: person('temporary', [allow('s3:GetObject', `${ARN}/*`)]),
  guest: person('guest', [allow('s3:*')], OTHER_ACCOUNT),
  careless: person('careless', [], OTHER_ACCOUNT),
};

let lab: Lab;
let s3: S3Client;

beforeAll(async () => {
  lab = await startLab({}, Object.values(people));
  s3 = lab.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of ['a', 'from/a', 'keep/a']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: `this is ${Key}` }));
});

const as = (who: Person) => lab.s3({ credentials: who });
const get = (client: S3Client, Key = 'a', more: object = {}) => client.send(new GetObjectCommand({ Bucket, Key, ...more })).then(({ Body }) => Body?.transformToString());
const put = (client: S3Client, Key: string, more: object = {}) => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));
const unsaid = (who: Person, action: string, resource: string) => ({
  status: 403, code: 'AccessDenied',
  message: `User: ${arnOf(who)} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action`,
});
const denied = (who: Person, action: string, resource: string, by = 'an identity-based') => ({
  status: 403, code: 'AccessDenied', message: `User: ${arnOf(who)} is not authorized to perform: ${action} on resource: "${resource}" with an explicit deny in ${by} policy`,
});
const setPolicy = (statements: readonly object[], Name = Bucket) => s3.send(new PutBucketPolicyCommand({ Bucket: Name, Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }));

describe('a user', () => {
  it('without policies may do nothing', async () => {
    const client = as(people.powerless);
    expect(await refused(get(client))).toMatchObject(unsaid(people.powerless, 's3:GetObject', `${ARN}/a`));
    expect(await refused(put(client, 'a'))).toMatchObject(unsaid(people.powerless, 's3:PutObject', `${ARN}/a`));
    expect(await refused(client.send(new ListObjectsV2Command({ Bucket })))).toMatchObject(unsaid(people.powerless, 's3:ListBucket', ARN));
    expect(await refused(client.send(new CreateBucketCommand({ Bucket: 'powerless' })))).toMatchObject(unsaid(people.powerless, 's3:CreateBucket', 'arn:aws:s3:::powerless'));
    expect(await refused(client.send(new ListBucketsCommand({})))).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  it('may do what its policy allows', async () => {
    expect(await get(as(people.reader))).toBe('this is a');
    expect(await refused(put(as(people.reader), 'a'))).toMatchObject(unsaid(people.reader, 's3:PutObject', `${ARN}/a`));
  });

  it('keeps to the prefix of its name', async () => {
    const client = as(people.tenant);
    await put(client, 'home/tenant/a');
    expect(await get(client, 'home/tenant/a')).toBe('x');
    expect((await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'home/tenant/' }))).KeyCount).toBe(1);
    expect(await refused(put(client, 'home/other/a'))).toMatchObject(unsaid(people.tenant, 's3:PutObject', `${ARN}/home/other/a`));
    expect(await refused(put(client, 'home/tenant2/a'))).toMatchObject({ status: 403 });
    for (const Prefix of ['home/', 'home/other/', undefined]) {
      expect(await refused(client.send(new ListObjectsV2Command({ Bucket, Prefix })))).toMatchObject(unsaid(people.tenant, 's3:ListBucket', ARN));
    }
  });

  it('named with a version needs the right to versions', async () => {
    expect(await refused(get(as(people.reader), 'a', { VersionId: 'null' }))).toMatchObject(unsaid(people.reader, 's3:GetObjectVersion', `${ARN}/a`));
    expect(await refused(as(people.cleaner).send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId: 'null' })))).toMatchObject(unsaid(people.cleaner, 's3:DeleteObjectVersion', `${ARN}/a`));
  });

  it('who sets an ACL, or asks what is there, needs the right to that', async () => {
    const client = as(people.writer);
    await put(client, 'written');
    expect(await refused(put(client, 'written', { ACL: 'bucket-owner-full-control' }))).toMatchObject(unsaid(people.writer, 's3:PutObjectAcl', `${ARN}/written`));
    expect(await refused(put(client, 'written', { IfMatch: '"x"' }))).toMatchObject(unsaid(people.writer, 's3:GetObject', `${ARN}/written`));
  });
});

describe('a key that is missing', () => {
  it('is 403 to whoever may not list, and 404 to whoever may', async () => {
    expect(await refused(get(as(people.reader), 'missing'))).toMatchObject(unsaid(people.reader, 's3:ListBucket', ARN));
    expect(await refused(get(as(people.lister), 'missing'))).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect(await refused(get(as(people.powerless), 'missing'))).toMatchObject(unsaid(people.powerless, 's3:GetObject', `${ARN}/missing`));
    const head = (who: Person, Key: string) => refused(as(who).send(new HeadObjectCommand({ Bucket, Key })));
    expect(await head(people.reader, 'missing')).toMatchObject({ status: 403 });
    expect(await head(people.lister, 'missing')).toMatchObject({ status: 404 });
  });

  it('tells nothing by a copy, a tag, a range or a condition either', async () => {
    const reads = person('reader');
    const expected = unsaid(reads, 's3:ListBucket', ARN);
    expect(await refused(get(as(people.reader), 'missing', { Range: 'bytes=0-1', IfMatch: '"x"' }))).toMatchObject(expected);
    expect(await refused(as(people.copier).send(new CopyObjectCommand({ Bucket, Key: 'to/a', CopySource: `${Bucket}/from/missing` })))).toMatchObject(unsaid(people.copier, 's3:ListBucket', ARN));
    expect(await refused(as(people.reader).send(new GetObjectTaggingCommand({ Bucket, Key: 'missing' })))).toMatchObject(unsaid(people.reader, 's3:GetObjectTagging', `${ARN}/missing`));
  });

  it('answers whoever may do nothing as a key that is there', async () => {
    const answers = await Promise.all(['a', 'missing'].map((Key) => refused(get(as(people.powerless), Key))));
    expect(answers.map(({ message }) => message.replace(/\/(?:a|missing)"/, '/KEY"'))).toEqual([answers[0], answers[0]].map((answer) => answer?.message.replace('/a"', '/KEY"')));
  });
});

describe('a removal of many', () => {
  const remove = (who: Person, keys: readonly string[], more: object = {}) => as(who).send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key, ...more })) } }));

  it('takes what the caller may, and tells of the rest', async () => {
    await put(s3, 'del/1');
    await put(s3, 'del/2');
    const { Deleted, Errors } = await remove(people.cleaner, ['del/1', 'keep/a', 'del/2', 'keep/missing']);
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['del/1', 'del/2']);
    expect(Errors).toEqual(['keep/a', 'keep/missing'].map((Key) => ({ Key, Code: 'AccessDenied', Message: denied(people.cleaner, 's3:DeleteObject', `${ARN}/${Key}`).message })));
    expect(await get(s3, 'keep/a')).toBe('this is keep/a');
    expect(await refused(get(s3, 'del/1'))).toMatchObject({ code: 'NoSuchKey' });
  });

  it('is an answer of refusals to whoever may remove nothing', async () => {
    const { Deleted, Errors } = await remove(people.powerless, ['a', 'missing']);
    expect(Deleted ?? []).toEqual([]);
    expect(Errors?.map(({ Code }) => Code)).toEqual(['AccessDenied', 'AccessDenied']);
  });

  it('asks for more where a version is named', async () => {
    const { Errors } = await remove(people.cleaner, ['del/1'], { VersionId: 'null' });
    expect(Errors?.[0]?.Message).toBe(unsaid(people.cleaner, 's3:DeleteObjectVersion', `${ARN}/del/1`).message);
  });
});

describe('a copy', () => {
  const copy = (CopySource: string, Key: string) => as(people.copier).send(new CopyObjectCommand({ Bucket, Key, CopySource }));

  it('needs its source and its destination', async () => {
    await copy(`${Bucket}/from/a`, 'to/a');
    expect(await get(s3, 'to/a')).toBe('this is from/a');
    expect(await refused(copy(`${Bucket}/a`, 'to/a'))).toMatchObject(unsaid(people.copier, 's3:GetObject', `${ARN}/a`));
    expect(await refused(copy(`${Bucket}/from/a`, 'elsewhere'))).toMatchObject(unsaid(people.copier, 's3:PutObject', `${ARN}/elsewhere`));
    expect(await refused(copy(`${Bucket}/from/a?versionId=null`, 'to/a'))).toMatchObject(unsaid(people.copier, 's3:GetObjectVersion', `${ARN}/from/a`));
  });

  it.each(['notes', 'elsewhere'])('to %s is refused where the source is not whose the client thinks', async (to) => {
    if (to !== Bucket) await s3.send(new CreateBucketCommand({ Bucket: to }));
    const owned = (ExpectedSourceBucketOwner: string) => s3.send(new CopyObjectCommand({ Bucket: to, Key: 'owned', CopySource: `${Bucket}/from/a`, ExpectedSourceBucketOwner }));
    await owned('000000000000');
    expect(await refused(owned(OTHER_ACCOUNT))).toMatchObject({ status: 403, code: 'AccessDenied' });
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: to, Key: 'owned' }));
    const part = { Bucket: to, Key: 'owned', UploadId, PartNumber: 1, CopySource: `${Bucket}/from/a`, ExpectedSourceBucketOwner: OTHER_ACCOUNT };
    expect(await refused(s3.send(new UploadPartCopyCommand(part)))).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  it('of parts does as well', async () => {
    const { UploadId } = await as(people.copier).send(new CreateMultipartUploadCommand({ Bucket, Key: 'to/parts' }));
    const part = (CopySource: string) => as(people.copier).send(new UploadPartCopyCommand({ Bucket, Key: 'to/parts', UploadId, PartNumber: 1, CopySource }));
    await part(`${Bucket}/from/a`);
    expect(await refused(part(`${Bucket}/a`))).toMatchObject(unsaid(people.copier, 's3:GetObject', `${ARN}/a`));
    expect(await refused(part(`${Bucket}/from/missing`))).toMatchObject(unsaid(people.copier, 's3:ListBucket', ARN));
    expect(await refused(as(people.copier).send(new ListPartsCommand({ Bucket, Key: 'to/parts', UploadId })))).toMatchObject(unsaid(people.copier, 's3:ListMultipartUploadParts', `${ARN}/to/parts`));
    expect(await refused(as(people.copier).send(new AbortMultipartUploadCommand({ Bucket, Key: 'to/parts', UploadId })))).toMatchObject(unsaid(people.copier, 's3:AbortMultipartUpload', `${ARN}/to/parts`));
  });
});

describe('a bucket policy that demands encryption', () => {
  const everyone = { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `${ARN}/sealed/*` };
  const byBucket = (Key: string) => denied(people.sealer, 's3:PutObject', `${ARN}/${Key}`, 'a resource-based');

  beforeAll(() => setPolicy([{ ...everyone, Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } } }]));
  afterAll(() => setPolicy([{ ...everyone, Resource: `${ARN}/nothing` }]));

  it('lets what says so, and nothing else', async () => {
    const client = as(people.sealer);
    await put(client, 'sealed/a', { ServerSideEncryption: 'aws:kms' });
    expect(await refused(put(client, 'sealed/a'))).toMatchObject(byBucket('sealed/a'));
    expect(await refused(put(client, 'sealed/a', { ServerSideEncryption: 'AES256' }))).toMatchObject(byBucket('sealed/a'));
    expect(await refused(client.send(new CopyObjectCommand({ Bucket, Key: 'sealed/a', CopySource: `${Bucket}/a` })))).toMatchObject(byBucket('sealed/a'));
    await client.send(new CopyObjectCommand({ Bucket, Key: 'sealed/copy', CopySource: `${Bucket}/a`, ServerSideEncryption: 'aws:kms' }));
    expect(await refused(put(client, 'sealed/a', { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KMS }))).toMatchObject({ code: 'KMS.NotFoundException' });
  });

  it('knows of parts what their upload was begun with', async () => {
    const client = as(people.sealer);
    const Key = 'sealed/parts';
    expect(await refused(client.send(new CreateMultipartUploadCommand({ Bucket, Key })))).toMatchObject(byBucket(Key));
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ServerSideEncryption: 'aws:kms' }));
    const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: bytes(100) }));
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] } }));
    expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ServerSideEncryption: 'aws:kms', ContentLength: 100 });
  });
});

describe('another account', () => {
  it('needs the word of both', async () => {
    const Name = 'shared';
    await s3.send(new CreateBucketCommand({ Bucket: Name }));
    await s3.send(new PutObjectCommand({ Bucket: Name, Key: 'a', Body: 'shared' }));
    const read = (who: Person, Key = 'a') => as(who).send(new GetObjectCommand({ Bucket: Name, Key })).then(({ Body }) => Body?.transformToString());
    const plain = { status: 403, code: 'AccessDenied', message: 'Access Denied' };
    expect(await refused(read(people.guest))).toMatchObject(plain);
    await setPolicy([{ Effect: 'Allow', Principal: { AWS: OTHER_ACCOUNT }, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Name}/*` }], Name);
    expect(await read(people.guest)).toBe('shared');
    expect(await refused(read(people.careless))).toMatchObject(plain);
    expect(await refused(read(people.guest, 'missing'))).toMatchObject(plain);
    expect(await refused(as(people.guest).send(new PutObjectCommand({ Bucket: Name, Key: 'a', Body: 'x' })))).toMatchObject(plain);
    const owned = { Bucket: Name, Key: 'a', ExpectedBucketOwner: OTHER_ACCOUNT };
    expect(await refused(as(people.guest).send(new GetObjectCommand(owned)))).toMatchObject(plain);
  });
});

describe('a right that is lost', () => {
  it('holds back a presigned URL at once when the bucket denies it', async () => {
    const url = await getSignedUrl(as(people.reader), new GetObjectCommand({ Bucket, Key: 'a' }), { expiresIn: 600 });
    expect(await (await fetch(url)).text()).toBe('this is a');
    await setPolicy([{ Effect: 'Deny', Principal: { AWS: arnOf(people.reader) }, Action: 's3:GetObject', Resource: `${ARN}/*` }]);
    const after = await fetch(url);
    expect(after.status).toBe(403);
    expect(await after.text()).toContain('with an explicit deny in a resource-based policy</Message>');
    await setPolicy([{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `${ARN}/*`, Condition: { NumericGreaterThan: { 's3:signatureAge': '1' } } }]);
    expect((await fetch(url)).status).toBe(403);
    expect(await get(as(people.reader))).toBe('this is a');
    await setPolicy([{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `${ARN}/*`, Condition: { StringEquals: { 's3:authType': 'REST-QUERY-STRING' } } }]);
    expect((await fetch(url)).status).toBe(403);
    await setPolicy([{ Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: `${ARN}/nothing` }]);
    expect((await fetch(url)).status).toBe(200);
  });

  it('holds back a presigned URL as soon as the identities say so', async () => {
    const url = await getSignedUrl(as(people.temporary), new GetObjectCommand({ Bucket, Key: 'a' }), { expiresIn: 600 });
    expect((await fetch(url)).status).toBe(200);
    lab.setPeople([...Object.values(people).filter(({ name }) => name !== 'temporary'), { ...people.temporary, statements: [] }]);
    let last = await fetch(url);
    for (const until = performance.now() + 20_000; last.status === 200 && performance.now() < until; last = await fetch(url)) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(last.status).toBe(403);
    expect(await last.text()).toContain(`User: ${arnOf(people.temporary)} is not authorized to perform: s3:GetObject`);
    expect(await get(lab.s3({ credentials: ALICE }))).toBe('this is a');
  });
});
