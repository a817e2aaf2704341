import * as sdk from '@aws-sdk/client-s3';

import { refused, startLab, type Lab } from './lab.js';
import { allow, arnOf, deny, person, type Person } from './people.js';

const Bucket = 'versions';
const ARN = `arn:aws:s3:::${Bucket}`;

const people = {
  reader: person('reader', [allow('s3:GetObject', `${ARN}/*`)]),
  historian: person('historian', [allow(['s3:GetObject', 's3:GetObjectVersion'], `${ARN}/*`), allow('s3:ListBucketVersions', ARN, { StringLike: { 's3:prefix': 'shared/*' } })]),
  pinned: person('pinned', [allow('s3:GetObjectVersion', `${ARN}/*`, { StringEquals: { 's3:VersionId': 'null' } }), allow('s3:ListBucket', ARN)]),
  hider: person('hider', [allow('s3:DeleteObject', `${ARN}/*`)]),
  purger: person('purger', [allow('s3:DeleteObjectVersion', `${ARN}/*`), deny('s3:DeleteObjectVersion', `${ARN}/kept`)]),
  copier: person('copier', [allow('s3:GetObjectVersion', `${ARN}/*`), allow('s3:PutObject', `${ARN}/copies/*`)]),
  switcher: person('switcher', [allow('s3:PutBucketVersioning', ARN)]),
};
let lab: Lab;
let s3: sdk.S3Client;
let VersionId = '';

beforeAll(async () => {
  lab = await startLab({}, Object.values(people));
  s3 = lab.s3();
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'a', Body: 'null' }));
  await s3.send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  VersionId = (await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'a', Body: 'one' }))).VersionId ?? '';
  await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'a', Body: 'two' }));
});

const as = (who: Person) => lab.s3({ credentials: who });
const get = (who: Person, more: object = {}) => as(who).send(new sdk.GetObjectCommand({ Bucket, Key: 'a', ...more })).then(({ Body }) => Body?.transformToString());
const remove = (who: Person, Key: string, more: object = {}) => as(who).send(new sdk.DeleteObjectCommand({ Bucket, Key, ...more }));
const unsaid = (who: Person, action: string, resource: string) => ({
  status: 403, code: 'AccessDenied', message: `User: ${arnOf(who)} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action`,
});

describe('the right to versions', () => {
  it('is another one than to what is current', async () => {
    expect(await get(people.reader)).toBe('two');
    expect(await refused(get(people.reader, { VersionId }))).toMatchObject(unsaid(people.reader, 's3:GetObjectVersion', `${ARN}/a`));
    expect(await get(people.historian, { VersionId })).toBe('one');
  });

  it('may be to one version', async () => {
    expect(await get(people.pinned, { VersionId: 'null' })).toBe('null');
    expect(await refused(get(people.pinned, { VersionId }))).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  it('to list them is another one than to list objects, and sees the prefix', async () => {
    const list = (who: Person, Prefix?: string) => as(who).send(new sdk.ListObjectVersionsCommand({ Bucket, Prefix }));
    expect(await refused(list(people.pinned))).toMatchObject(unsaid(people.pinned, 's3:ListBucketVersions', ARN));
    expect(await refused(list(people.historian))).toMatchObject(unsaid(people.historian, 's3:ListBucketVersions', ARN));
    expect((await list(people.historian, 'shared/')).Versions).toBeUndefined();
  });

  it('to remove them is another one than to put delete markers', async () => {
    await s3.send(new sdk.PutObjectCommand({ Bucket, Key: 'b', Body: 'x' }));
    expect(await refused(remove(people.hider, 'b', { VersionId }))).toMatchObject(unsaid(people.hider, 's3:DeleteObjectVersion', `${ARN}/b`));
    const marker = await remove(people.hider, 'b');
    expect(marker.DeleteMarker).toBe(true);
    expect(await refused(remove(people.purger, 'b'))).toMatchObject(unsaid(people.purger, 's3:DeleteObject', `${ARN}/b`));
    expect(await remove(people.purger, 'b', { VersionId: marker.VersionId })).toMatchObject({ DeleteMarker: true });
    const Objects = [{ Key: 'kept', VersionId }, { Key: 'b' }, { Key: 'b', VersionId: marker.VersionId }];
    const { Errors = [], Deleted = [] } = await as(people.purger).send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect([Errors.map(({ Key, Code, VersionId: id }) => [Key, Code, id]), Deleted]).toEqual([[['kept', 'AccessDenied', VersionId], ['b', 'AccessDenied', undefined]], [{ Key: 'b', VersionId: marker.VersionId }]]);
  });

  it('is asked for the source of a copy', async () => {
    const copy = (who: Person, CopySource: string) => as(who).send(new sdk.CopyObjectCommand({ Bucket, Key: 'copies/a', CopySource }));
    expect((await copy(people.copier, `${Bucket}/a?versionId=${VersionId}`)).CopySourceVersionId).toBe(VersionId);
    expect(await refused(copy(people.copier, `${Bucket}/a`))).toMatchObject(unsaid(people.copier, 's3:GetObject', `${ARN}/a`));
  });

  it('to switch versioning is one of its own', async () => {
    const change = (who: Person) => as(who).send(new sdk.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await change(people.switcher);
    expect(await refused(change(people.reader))).toMatchObject(unsaid(people.reader, 's3:PutBucketVersioning', ARN));
    expect(await refused(as(people.switcher).send(new sdk.GetBucketVersioningCommand({ Bucket })))).toMatchObject(unsaid(people.switcher, 's3:GetBucketVersioning', ARN));
  });
});

describe('a version that is missing', () => {
  it('is 403 to whoever may not list, and 404 to whoever may', async () => {
    const absent = { Key: 'absent', VersionId: 'null' };
    expect(await refused(get(people.historian, absent))).toMatchObject(unsaid(people.historian, 's3:ListBucket', ARN));
    expect(await refused(get(people.pinned, absent))).toMatchObject({ status: 404, code: 'NoSuchVersion' });
  });

  it('tells nobody of a delete marker who may not list', async () => {
    await remove(people.hider, 'hidden');
    const answer = await refused(as(people.reader).send(new sdk.GetObjectCommand({ Bucket, Key: 'hidden' })));
    expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(Object.keys(answer.headers)).not.toContain('x-amz-delete-marker');
  });
});
