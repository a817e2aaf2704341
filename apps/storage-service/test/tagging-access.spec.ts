import * as sdk from '@aws-sdk/client-s3';

import { refused, startLab, type Lab } from './lab.js';
import { allow, arnOf, deny, OTHER_ACCOUNT, person, type Person } from './people.js';

const Bucket = 'guarded-tags';
const ARN = `arn:aws:s3:::${Bucket}`;
const blue = { StringEquals: { 's3:ExistingObjectTag/team': 'blue' } };

const people = {
  reader: person('reader', [allow('s3:GetObject', `${ARN}/*`)]),
  writer: person('writer', [allow('s3:PutObject', `${ARN}/*`)]),
  bluereader: person('bluereader', [allow(['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectTagging'], `${ARN}/*`, blue), allow('s3:ListBucket', ARN)]),
  notsecret: person('notsecret', [allow('s3:GetObject', `${ARN}/*`), deny('s3:GetObject', `${ARN}/*`, { StringEquals: { 's3:ExistingObjectTag/secret': 'yes' } })]),
  bluetagger: person('bluetagger', [allow(['s3:PutObject', 's3:PutObjectTagging'], `${ARN}/*`, { StringEquals: { 's3:RequestObjectTag/team': 'blue' } })]),
  fewkeys: person('fewkeys', [allow('s3:PutObjectTagging', `${ARN}/*`, { 'ForAllValues:StringEquals': { 's3:RequestObjectTagKeys': ['team', 'stage'] } })]),
  versioned: person('versioned', [allow(['s3:PutObjectVersionTagging', 's3:DeleteObjectVersionTagging', 's3:GetObjectVersionTagging'], `${ARN}/*`)]),
  copier: person('copier', [allow(['s3:GetObject', 's3:PutObject'], `${ARN}/*`)]),
  halfcopier: person('halfcopier', [allow(['s3:GetObject', 's3:PutObject', 's3:GetObjectTagging'], `${ARN}/*`)]),
  tagcopier: person('tagcopier', [allow(['s3:GetObject', 's3:PutObject', 's3:GetObjectTagging', 's3:PutObjectTagging'], `${ARN}/*`)]),
  stranger: person('stranger', [allow('*')], OTHER_ACCOUNT),
};
let lab: Lab;
let s3: sdk.S3Client;

beforeAll(async () => {
  lab = await startLab({}, Object.values(people));
  s3 = lab.s3();
  await s3.send(new sdk.CreateBucketCommand({ Bucket }));
  await put('blue', 'team=blue');
  await put('red', 'team=red&secret=yes');
  await put('plain');
});

const put = (Key: string, Tagging?: string, as = s3) => as.send(new sdk.PutObjectCommand({ Bucket, Key, Body: Key, Tagging }));
const as = (who: Person) => lab.s3({ credentials: who });
const get = (who: Person, Key: string) => as(who).send(new sdk.GetObjectCommand({ Bucket, Key })).then(({ Body }) => Body?.transformToString());
const retag = (who: Person, Key: string, tags: Readonly<Record<string, string>>, more: object = {}) =>
  as(who).send(new sdk.PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: Object.entries(tags).map(([name, Value]) => ({ Key: name, Value })) }, ...more }));
const tagsOf = async (Key: string): Promise<Record<string, string>> => {
  const { TagSet = [] } = await s3.send(new sdk.GetObjectTaggingCommand({ Bucket, Key }));
  return Object.fromEntries(TagSet.map(({ Key: name = '', Value = '' }) => [name, Value]));
};
const unsaid = (who: Person, action: string, key: string) => ({
  status: 403, code: 'AccessDenied', message: `User: ${arnOf(who)} is not authorized to perform: ${action} on resource: "${ARN}/${key}" because no identity-based policy allows the ${action} action`,
});

describe('the right to tags', () => {
  it('is another one than to the object', async () => {
    expect(await refused(as(people.reader).send(new sdk.GetObjectTaggingCommand({ Bucket, Key: 'blue' })))).toMatchObject(unsaid(people.reader, 's3:GetObjectTagging', 'blue'));
    expect(await refused(as(people.writer).send(new sdk.DeleteObjectTaggingCommand({ Bucket, Key: 'blue' })))).toMatchObject(unsaid(people.writer, 's3:DeleteObjectTagging', 'blue'));
    expect(await refused(retag(people.writer, 'blue', { a: 'b' }))).toMatchObject(unsaid(people.writer, 's3:PutObjectTagging', 'blue'));
    expect(await refused(put('mine', 'a=b', as(people.writer)))).toMatchObject(unsaid(people.writer, 's3:PutObjectTagging', 'mine'));
    await put('mine', undefined, as(people.writer));
    expect([await tagsOf('blue'), await tagsOf('mine')]).toEqual([{ team: 'blue' }, {}]);
  });

  it('is another one than to those of a version that is named', async () => {
    expect(await refused(retag(people.versioned, 'plain', { a: 'b' }))).toMatchObject(unsaid(people.versioned, 's3:PutObjectTagging', 'plain'));
    await retag(people.versioned, 'plain', { a: 'b' }, { VersionId: 'null' });
    expect((await as(people.versioned).send(new sdk.GetObjectTaggingCommand({ Bucket, Key: 'plain', VersionId: 'null' }))).TagSet).toEqual([{ Key: 'a', Value: 'b' }]);
    await as(people.versioned).send(new sdk.DeleteObjectTaggingCommand({ Bucket, Key: 'plain', VersionId: 'null' }));
    expect(await tagsOf('plain')).toEqual({});
  });
});

describe('a policy that goes by the tags that are there', () => {
  it('lets pass what has them', async () => {
    expect(await get(people.bluereader, 'blue')).toBe('blue');
    for (const key of ['red', 'plain']) expect(await refused(get(people.bluereader, key))).toMatchObject(unsaid(people.bluereader, 's3:GetObject', key));
    expect(await refused(get(people.bluereader, 'absent'))).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect((await as(people.bluereader).send(new sdk.GetObjectTaggingCommand({ Bucket, Key: 'blue' }))).TagSet).toHaveLength(1);
  });

  it('refuses what has them', async () => {
    expect([await get(people.notsecret, 'blue'), await get(people.notsecret, 'plain')]).toEqual(['blue', 'plain']);
    expect(await refused(get(people.notsecret, 'red'))).toMatchObject({ status: 403, code: 'AccessDenied', message: expect.stringContaining('with an explicit deny') as string });
  });

  it('sees them change', async () => {
    await put('changing', 'team=red');
    expect(await refused(get(people.bluereader, 'changing'))).toMatchObject({ status: 403 });
    await s3.send(new sdk.PutObjectTaggingCommand({ Bucket, Key: 'changing', Tagging: { TagSet: [{ Key: 'team', Value: 'blue' }] } }));
    expect(await get(people.bluereader, 'changing')).toBe('changing');
  });

  it('may be the bucket’s, and of another account', async () => {
    const statement = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }, Action: 's3:GetObject', Resource: `${ARN}/*`, Condition: blue };
    await s3.send(new sdk.PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }));
    expect(await get(people.stranger, 'blue')).toBe('blue');
    expect(await refused(get(people.stranger, 'red'))).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Access Denied' });
    await s3.send(new sdk.DeleteBucketPolicyCommand({ Bucket }));
  });
});

describe('a policy that goes by the tags that are put', () => {
  it('sees those of the header and those of the body', async () => {
    await put('by-header', 'team=blue', as(people.bluetagger));
    await retag(people.bluetagger, 'by-header', { team: 'blue', more: 'x' });
    expect(await tagsOf('by-header')).toEqual({ team: 'blue', more: 'x' });
    for (const tags of [undefined, 'team=red']) expect(await refused(put('by-header', tags, as(people.bluetagger)))).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await refused(retag(people.bluetagger, 'by-header', { team: 'red' }))).toMatchObject(unsaid(people.bluetagger, 's3:PutObjectTagging', 'by-header'));
    expect(await tagsOf('by-header')).toEqual({ team: 'blue', more: 'x' });
  });

  it('sees the keys', async () => {
    await retag(people.fewkeys, 'plain', { stage: 'test' });
    expect(await refused(retag(people.fewkeys, 'plain', { stage: 'test', owner: 'me' }))).toMatchObject(unsaid(people.fewkeys, 's3:PutObjectTagging', 'plain'));
    expect(await tagsOf('plain')).toEqual({ stage: 'test' });
  });
});

describe('a copy', () => {
  const copy = (who: Person, Key: string, from: string, more: object = {}) => as(who).send(new sdk.CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${from}`, ...more }));

  it('takes tags along for those who may read and put them, and is refused to others', async () => {
    await put('untagged');
    await copy(people.copier, 'copy', 'untagged');
    expect(await refused(copy(people.copier, 'refused', 'blue'))).toMatchObject(unsaid(people.copier, 's3:GetObjectTagging', 'blue'));
    expect(await refused(copy(people.halfcopier, 'refused', 'blue'))).toMatchObject(unsaid(people.halfcopier, 's3:PutObjectTagging', 'refused'));
    expect(await refused(s3.send(new sdk.HeadObjectCommand({ Bucket, Key: 'refused' })))).toMatchObject({ status: 404 });
    await copy(people.tagcopier, 'copy', 'blue');
    expect(await tagsOf('copy')).toEqual({ team: 'blue' });
    await copy(people.copier, 'bare', 'blue', { TaggingDirective: 'REPLACE' });
    expect(await tagsOf('bare')).toEqual({});
    expect(await refused(copy(people.copier, 'refused', 'blue', { TaggingDirective: 'REPLACE', Tagging: 'team=red' }))).toMatchObject(unsaid(people.copier, 's3:PutObjectTagging', 'refused'));
  });
});
