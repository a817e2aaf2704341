import { CreateBucketCommand, GetObjectTaggingCommand, HeadObjectCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { Person } from '../src/browser/person.js';
import { openSite } from '../src/browser/site.js';
import type { Installation } from '../src/installation.js';
import { describeWithTool } from '../src/tool.js';

jest.setTimeout(180_000);

const Bucket = 'labels';
const Key = 'a b/plan+1.txt';

describeWithTool('chromium', () => {
  let site: Installation;
  let person: Person;

  beforeAll(async () => {
    site = await openSite();
    await site.s3().send(new CreateBucketCommand({ Bucket }));
    await site.s3().send(new PutObjectCommand({ Bucket, Key, Body: 'body', Tagging: 'team=blue' }));
    person = await Person.signedIn(site);
    await person.goTo(`#/buckets/${Bucket}/object?key=${encodeURIComponent(Key)}`, 'plan+1.txt');
  });

  afterEach(() => { expect(person.complaints()).toEqual([]); });

  const tags = async (VersionId?: string): Promise<readonly string[]> => {
    const { TagSet = [] } = await site.s3().send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }));
    return TagSet.map((tag) => `${tag.Key ?? ''}=${tag.Value ?? ''}`);
  };
  const panel = () => person.page.getByRole('region', { name: 'Tags' });
  const type = async (label: string, text: string): Promise<void> => { await person.dialog.getByLabel(label, { exact: true }).fill(text); };

  it('shows the tags of an object, and changes them without writing it anew', async () => {
    await panel().getByText('blue', { exact: true }).waitFor();
    const { ETag } = await site.s3().send(new HeadObjectCommand({ Bucket, Key }));
    await person.button('Edit tags').click();
    await type('Tag value 1', 'green');
    await person.dialog.getByRole('button', { name: 'Add a tag' }).click();
    await type('Tag name 2', 'cost centre');
    await type('Tag value 2', 'é+1');
    await person.agree('Change');
    await panel().getByText('é+1', { exact: true }).waitFor();
    expect(await tags()).toEqual(['team=green', 'cost centre=é+1']);
    expect(await site.s3().send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ETag, TagCount: 2 });
  });

  it('says while one types what S3 would refuse', async () => {
    await person.button('Edit tags').click();
    for (const [name, told] of [['aws:team', 'AWS’s own'], ['', 'Give the tag a name'], ['cost centre', 'Another tag has this name'], ['a&b', 'letters, digits']] as const) {
      await type(name === 'cost centre' ? 'Tag name 1' : 'Tag name 2', name);
      await person.dialog.getByText(told).waitFor();
      expect(await person.dialog.getByRole('button', { name: 'Change' }).isDisabled()).toBe(true);
      await type('Tag name 1', 'team');
      await type('Tag name 2', 'cost centre');
    }
    await person.dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await tags()).toHaveLength(2);
  });

  it('takes them all away', async () => {
    await person.button('Edit tags').click();
    await person.dialog.getByRole('button', { name: 'Remove tag 2' }).click();
    await person.dialog.getByRole('button', { name: 'Remove tag 1' }).click();
    await person.agree('Change');
    await panel().getByText('No tags.').waitFor();
    expect(await tags()).toEqual([]);
  });

  it.each([['in one request', 100], ['by parts', 9 * 1024 ** 2]])('gives an upload its tags: %s', async (name, size) => {
    await person.goTo(`#/buckets/${Bucket}`, Bucket);
    await person.giveFiles('Upload', [{ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, 'x') }]);
    await person.dialog.getByRole('button', { name: 'Add a tag' }).click();
    await person.dialog.getByText('Give the tag a name').waitFor();
    expect(await person.dialog.getByRole('button', { name: 'Upload' }).isDisabled()).toBe(true);
    await type('Tag name 1', 'cost centre');
    await type('Tag value 1', 'é+1 more');
    await person.agree('Upload');
    await person.page.getByRole('link', { name, exact: true }).waitFor();
    const { TagSet } = await site.s3().send(new GetObjectTaggingCommand({ Bucket, Key: name }));
    expect(TagSet).toEqual([{ Key: 'cost centre', Value: 'é+1 more' }]);
    expect(await site.s3().send(new HeadObjectCommand({ Bucket, Key: name }))).toMatchObject({ ContentLength: size, ContentType: 'text/plain' });
  });

  it('gives a version that is not current its own', async () => {
    await site.s3().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    await site.s3().send(new PutObjectCommand({ Bucket, Key, Body: 'newer', Tagging: 'team=red' }));
    await person.goTo(`#/buckets/${Bucket}/object?key=${encodeURIComponent(Key)}&version=null`, 'plan+1.txt');
    await panel().getByText('No tags.').waitFor();
    await person.button('Edit tags').click();
    await person.dialog.getByRole('button', { name: 'Add a tag' }).click();
    await type('Tag name 1', 'kept');
    await person.agree('Change');
    await panel().getByText('kept', { exact: true }).waitFor();
    expect([await tags('null'), await tags()]).toEqual([['kept='], ['team=red']]);
  });
});
