import { CreateBucketCommand, DeleteObjectCommand, GetBucketVersioningCommand, GetObjectCommand, HeadObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { Person } from '../src/browser/person.js';
import { openSite } from '../src/browser/site.js';
import type { Installation } from '../src/installation.js';
import { describeWithTool } from '../src/tool.js';

jest.setTimeout(180_000);

const Bucket = 'drafts';
const Key = 'a b/plan+1.txt';
const ADDRESS = `#/buckets/${Bucket}/object?key=${encodeURIComponent(Key)}`;

describeWithTool('chromium', () => {
  let site: Installation;
  let person: Person;

  beforeAll(async () => {
    site = await openSite();
    await site.s3().send(new CreateBucketCommand({ Bucket }));
    person = await Person.signedIn(site);
  });

  afterEach(() => { expect(person.complaints()).toEqual([]); });

  const put = async (Body: string, more: object = {}): Promise<void> => { await site.s3().send(new PutObjectCommand({ Bucket, Key, Body, ...more })); };
  const current = async (): Promise<string | undefined> => (await site.s3().send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  const stored = async (): Promise<{ readonly versions: number; readonly markers: number }> => {
    const { Versions = [], DeleteMarkers = [] } = await site.s3().send(new ListObjectVersionsCommand({ Bucket }));
    return { versions: Versions.length, markers: DeleteMarkers.length };
  };
  const rows = () => person.page.getByRole('table', { name: 'Versions' }).getByRole('row');
  /** Comes to the object anew, as by a bookmark. */
  const openObject = async (): Promise<void> => {
    await person.goTo('#/buckets', 'Buckets');
    await person.goTo(ADDRESS, 'plan+1.txt');
  };

  it('says of a bucket that it keeps none, and keeps them from then on', async () => {
    await put('first');
    await person.goTo(ADDRESS, 'plan+1.txt');
    await person.page.getByRole('heading', { name: 'Seal', exact: true }).waitFor();
    await person.button('Delete').click();
    await person.dialog.getByText('What is deleted is gone for good: this bucket keeps no versions.').waitFor();
    await person.dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await person.page.getByRole('heading', { name: 'Versions' }).count()).toBe(0);

    await person.goTo(`#/buckets/${Bucket}`, Bucket);
    await person.page.getByText('No versions are kept.').waitFor();
    await person.button('Keep versions').click();
    await person.agree('Keep versions');
    await person.page.getByText('Versions are kept.', { exact: true }).waitFor();
    expect(await site.s3().send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: 'Enabled' });
  });

  it('shows every version with its own seal, and saves the one that is asked for', async () => {
    await put('second', { ServerSideEncryption: 'aws:kms' });
    await put('third');
    await openObject();
    await rows().filter({ hasText: 'current' }).waitFor();
    expect(await rows().count()).toBe(1 + 3);
    await rows().nth(2).getByRole('link').click();
    await person.page.getByText('What is seen here stays as it is').waitFor();
    await person.page.getByText('SSE-KMS', { exact: true }).waitFor();
    await person.button('Download').click();
    await person.page.getByRole('heading', { name: '1 transfer done', exact: true }).waitFor();
    expect(await person.saved('plan+1.txt')).toBe('second');
  });

  it('shares exactly that version', async () => {
    await person.button('Share').click();
    await person.dialog.getByRole('button', { name: 'Make the URL' }).click();
    const url = await person.dialog.getByLabel('URL', { exact: true }).inputValue();
    await person.dialog.getByRole('button', { name: 'Close' }).click();
    await put('fourth');
    expect(await (await fetch(url)).text()).toBe('second');
  });

  it('restores a version: it is current, sealed as it was, and what was current stays', async () => {
    await person.button('Restore').click();
    await person.agree('Restore');
    await rows().filter({ hasText: 'current' }).waitFor();
    expect([await current(), await stored()]).toEqual(['second', { versions: 5, markers: 0 }]);
    expect(await site.s3().send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ServerSideEncryption: 'aws:kms' });
  });

  it('hides what is deleted, finds it among the deleted, and undeletes it though it was deleted twice', async () => {
    await person.button('Delete').click();
    await person.dialog.getByText('What is deleted is hidden, and stays as a version that can be restored.').waitFor();
    await person.agree('Delete');
    await site.s3().send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(current()).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await stored()).toEqual({ versions: 5, markers: 2 });

    await person.goTo(`#/buckets/${Bucket}`, Bucket);
    await person.page.getByRole('link', { name: 'Deleted objects' }).click();
    await person.button(`Undelete ${Key}`).click();
    await person.agree('Undelete');
    await person.page.getByRole('heading', { name: 'Nothing deleted was found' }).waitFor();
    expect([await current(), await stored()]).toEqual(['second', { versions: 5, markers: 0 }]);
  });

  it('undeletes from the object’s own page', async () => {
    await site.s3().send(new DeleteObjectCommand({ Bucket, Key }));
    await openObject();
    await person.page.getByRole('heading', { name: 'No object has this name' }).waitFor();
    await person.button('Undelete').click();
    await person.agree('Undelete');
    await person.page.getByRole('heading', { name: 'Seal', exact: true }).waitFor();
    expect(await current()).toBe('second');
  });

  it('deletes one version for good, and the others stay', async () => {
    await openObject();
    await rows().first().waitFor();
    await rows().nth(1).getByRole('button', { name: /^Delete the version/ }).click();
    await person.agree('Delete version');
    await rows().nth(4).waitFor();
    await person.page.getByRole('row').nth(5).waitFor({ state: 'detached' });
    expect([await current(), await stored()]).toEqual(['fourth', { versions: 4, markers: 0 }]);
  });

  it('suspends, and says then what a deletion takes', async () => {
    await person.goTo(`#/buckets/${Bucket}`, Bucket);
    await person.button('Suspend versions').click();
    await person.agree('Suspend versions');
    await person.page.getByText('new ones are suspended').waitFor();
    expect(await site.s3().send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: 'Suspended' });
    await openObject();
    await person.button('Delete').click();
    await person.dialog.getByText('What was written while versioning was suspended is gone for good').waitFor();
    await person.agree('Delete');
    expect(await stored()).toEqual({ versions: 3, markers: 1 });
  });

  it('deletes an object with all its versions', async () => {
    await person.goTo(`#/buckets/${Bucket}/deleted`, 'Deleted objects');
    await person.button(`Delete for good: ${Key}`).click();
    await person.agree('Delete for good');
    await person.page.getByRole('heading', { name: 'Nothing deleted was found' }).waitFor();
    expect(await stored()).toEqual({ versions: 0, markers: 0 });
  });
});
