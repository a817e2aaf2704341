import { CreateAliasCommand, CreateKeyCommand, DescribeKeyCommand, GetKeyRotationStatusCommand, ListKeyRotationsCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import { Person } from '../src/browser/person.js';
import { openSite } from '../src/browser/site.js';
import type { Installation } from '../src/installation.js';
import { describeWithTool } from '../src/tool.js';

jest.setTimeout(180_000);

const Bucket = 'books';
const Key = 'ledger.txt';
const ALIAS = 'alias/books';

describeWithTool('chromium', () => {
  let site: Installation;
  let person: Person;
  let KeyId: string;

  beforeAll(async () => {
    site = await openSite();
    const { KeyMetadata } = await site.kmsClient().send(new CreateKeyCommand({ Description: 'Seals the books' }));
    KeyId = KeyMetadata?.KeyId ?? '';
    await site.kmsClient().send(new CreateAliasCommand({ AliasName: ALIAS, TargetKeyId: KeyId }));
    await site.s3().send(new CreateBucketCommand({ Bucket }));
    await site.s3().send(new PutObjectCommand({ Bucket, Key, Body: 'all in order', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KeyId }));
    person = await Person.signedIn(site);
    await person.goTo(`#/keys/${KeyId}`, ALIAS);
  });

  afterEach(() => { expect(person.complaints()).toEqual([]); });

  const fact = (name: string) => person.page.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');
  const seeFact = async (name: string, value: string | RegExp): Promise<void> => { await fact(name).getByText(value).waitFor(); };
  const act = async (name: string): Promise<void> => {
    await person.button(name).click();
    await person.agree(name);
  };
  const opened = async (): Promise<string | undefined> => (await site.s3().send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
  const state = async (): Promise<string | undefined> => (await site.kmsClient().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
  const everyDays = async (): Promise<number | false> => {
    const { KeyRotationEnabled, RotationPeriodInDays } = await site.kmsClient().send(new GetKeyRotationStatusCommand({ KeyId }));
    return KeyRotationEnabled === true && RotationPeriodInDays !== undefined ? RotationPeriodInDays : false;
  };

  it('rotates a key, and what was sealed before opens as it did', async () => {
    await seeFact('Was rotated', 'not rotated yet');
    await act('Rotate now');
    await seeFact('Was rotated', /^once so far, last on /);
    const { Rotations } = await site.kmsClient().send(new ListKeyRotationsCommand({ KeyId }));
    expect(Rotations).toMatchObject([{ RotationType: 'ON_DEMAND' }]);
    expect(await opened()).toBe('all in order');
  });

  it('lets a key rotate by itself, says so in the list, and stops it', async () => {
    await seeFact('Rotates', 'only when asked for');
    await act('Rotate every year');
    await seeFact('Rotates', /^every 365 days, next on /);
    expect(await everyDays()).toBe(365);
    await person.goTo('#/keys', 'Keys');
    await person.page.getByRole('row').filter({ hasText: ALIAS }).getByText(/^every 365 days/).waitFor();
    await person.goTo(`#/keys/${KeyId}`, ALIAS);
    await act('Stop rotating');
    await seeFact('Rotates', 'only when asked for');
    expect(await everyDays()).toBe(false);
  });

  it('describes a key in other words, and refuses too many of them while one types', async () => {
    await person.button('Describe').click();
    const field = person.dialog.getByLabel('Description');
    await field.fill('x'.repeat(8_193));
    await person.dialog.getByText(/at most 8,192 characters/).waitFor();
    expect(await person.dialog.getByRole('button', { name: 'Change' }).isDisabled()).toBe(true);
    await field.fill('Seals the books of 2026');
    await person.agree('Change');
    await seeFact('Description', 'Seals the books of 2026');
  });

  it('schedules the deletion of a key, after saying what depends on it and the day', async () => {
    await person.button('Schedule deletion').click();
    await person.dialog.getByText(/1 object in all buckets is sealed under it\./).waitFor();
    await person.dialog.getByLabel('Waiting time in days').fill('6');
    await person.dialog.getByText('Wait from 7 to 30 days.').waitFor();
    expect(await person.dialog.getByRole('button', { name: 'Schedule deletion' }).isDisabled()).toBe(true);
    await person.dialog.getByLabel('Waiting time in days').fill('7');
    await person.dialog.getByText(/^The key is gone on /).waitFor();
    await person.agree('Schedule deletion');
    await fact('Gone on').waitFor();
    expect(await state()).toBe('PendingDeletion');
    await expect(opened()).rejects.toMatchObject({ name: 'KMS.KMSInvalidStateException' });
  });

  it('cancels it: the key is disabled, and opens what it sealed once it is enabled', async () => {
    await act('Cancel deletion');
    await person.button('Enable').waitFor();
    expect(await state()).toBe('Disabled');
    await act('Enable');
    await person.button('Disable').waitFor();
    expect(await opened()).toBe('all in order');
  });
});
