import { readFileSync } from 'node:fs';

import type { Browser } from 'playwright-core';

import { launchChromium } from '../src/browser/chromium.js';
import { Person } from '../src/browser/person.js';
import { BOB, openSite } from '../src/browser/site.js';
import type { Installation } from '../src/installation.js';
import { describeWithTool } from '../src/tool.js';

jest.setTimeout(240_000);

const BODY = 'what only who may use the key reads\n';
const OBJECT_ARN = 'arn:aws:s3:::papers/march.txt';

describeWithTool('chromium', () => {
  let browser: Browser;
  let site: Installation;
  let alice: Person;
  let keyPlace = '';

  beforeAll(async () => {
    site = await openSite();
    browser = await launchChromium();
    alice = await Person.arrive(browser, site, { permissions: ['clipboard-read', 'clipboard-write'] });
  });

  afterEach(() => { expect(alice.complaints()).toEqual([]); });

  it('lets a person in who has an access key, and tells who they are', async () => {
    await alice.signIn(site.credentials);
    expect(await alice.page.getByText('root', { exact: true }).innerText()).toBe('root');
    await alice.page.getByText('answers').first().waitFor();
  });

  it('makes a key and a bucket', async () => {
    await alice.goTo('#/keys', 'Keys');
    await alice.button('Create key').click();
    await alice.dialog.getByLabel('Alias').fill('papers');
    await alice.dialog.getByLabel('Description').fill('For what we print');
    await alice.agree('Create key');
    await alice.page.getByRole('heading', { level: 1, name: 'alias/papers' }).waitFor();
    keyPlace = new URL(alice.page.url()).hash;
    await alice.goTo('#/buckets', 'Buckets');
    await alice.button('Create bucket').click();
    await alice.dialog.getByLabel('Name').fill('papers');
    await alice.agree('Create bucket');
    await alice.page.getByRole('heading', { level: 1, name: 'papers' }).waitFor();
  });

  it('uploads under the key that is chosen, bound to a context', async () => {
    await alice.giveFiles('Upload', [{ name: 'march.txt', mimeType: 'text/plain', buffer: Buffer.from(BODY) }]);
    await alice.choose('Encryption', 'SSE-KMS');
    await alice.page.getByRole('button', { name: /KMS key/ }).click();
    await alice.page.getByRole('option', { name: /alias\/papers/ }).click();
    await alice.dialog.getByText('Bucket key', { exact: true }).click();
    await alice.dialog.getByRole('button', { name: 'Add a pair' }).click();
    await alice.dialog.getByLabel('Name 1').fill('project');
    await alice.dialog.getByLabel('Value 1').fill('Apollo');
    await alice.agree('Upload');
    await alice.page.getByRole('heading', { name: '1 transfer done', exact: true }).waitFor();
    await alice.page.getByRole('link', { name: 'march.txt' }).click();
    await alice.page.getByRole('heading', { name: 'Seal' }).waitFor();
    await alice.page.getByText('project = Apollo').waitFor();
    await alice.page.getByRole('img', { name: /The envelope of the object/ }).waitFor();
    expect(await alice.page.getByRole('link', { name: /:key\// }).getAttribute('href')).toBe(keyPlace);
  });

  it('shares a URL that reads the object', async () => {
    await alice.button('Share').click();
    await alice.dialog.getByRole('button', { name: 'Make the URL' }).click();
    await alice.dialog.getByRole('button', { name: 'Copy url' }).click();
    await alice.dialog.getByText('Copied.').waitFor();
    const url = await alice.page.evaluate<string>('navigator.clipboard.readText()');
    await alice.agree('Close');
    const answer = await fetch(url);
    expect([answer.status, await answer.text(), answer.headers.get('x-amz-server-side-encryption')]).toEqual([200, BODY, 'aws:kms']);
  });

  it('shares a URL that uploads under the key, with the headers that must go along', async () => {
    await alice.page.getByRole('link', { name: 'papers', exact: true }).click();
    await alice.button('Share an upload').click();
    await alice.dialog.getByLabel('Name of the object').fill('april.txt');
    await alice.choose('Encryption', 'SSE-KMS');
    await alice.page.getByRole('button', { name: /KMS key/ }).click();
    await alice.page.getByRole('option', { name: /alias\/papers/ }).click();
    await alice.dialog.getByRole('button', { name: 'Make the URL' }).click();
    await alice.dialog.getByRole('button', { name: 'Copy url and headers' }).click();
    await alice.dialog.getByText('Copied.').waitFor();
    const [request = '', ...lines] = (await alice.page.evaluate<string>('navigator.clipboard.readText()')).split('\n');
    await alice.agree('Close');
    const [method, url = ''] = request.split(' ');
    const headers = Object.fromEntries(lines.map((line) => line.split(': ')));
    expect([method, Object.keys(headers).sort()]).toEqual(['PUT', ['x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id', 'x-amz-server-side-encryption-bucket-key-enabled']]);
    expect((await fetch(url, { method: 'PUT', body: 'april' })).status).toBe(403);
    const answer = await fetch(url, { method: 'PUT', headers, body: 'april' });
    expect([answer.status, answer.headers.get('x-amz-server-side-encryption')]).toEqual([200, 'aws:kms']);
  });

  it('refuses somebody else whom no key lets, and tells them why', async () => {
    const bob = await Person.arrive(browser, site);
    await bob.signIn(BOB);
    await bob.goTo('#/buckets/papers/object?key=march.txt', 'march.txt');
    await bob.button('Download').click();
    const problem = bob.page.getByRole('alert');
    await problem.getByText('march.txt was not downloaded.').waitFor();
    expect(await problem.innerText()).toMatch(/user\/bob is not authorized to perform: kms:Decrypt on resource[^]*AccessDenied, status 403, request id \S+/);
    expect(bob.complaints()).toEqual([]);
    await bob.context.close();
  });

  it('finds the refusal in the audit, with whom, what and the context', async () => {
    await alice.page.getByRole('link', { name: 'Audit' }).click();
    await alice.page.getByRole('table', { name: 'Events' }).last().waitFor();
    await alice.page.getByLabel('Find').fill('user/bob');
    await alice.choose('Outcome', 'Refused');
    const row = alice.page.getByRole('row').filter({ hasText: OBJECT_ARN }).filter({ hasText: 'Decrypt' }).first();
    expect(await row.innerText()).toMatch(/user\/bob through s3[^]*project = Apollo[^]*AccessDenied/);
    await row.getByRole('link', { name: 'Decrypt' }).click();
    await alice.dialog.getByText('project = Apollo').first().waitFor();
    const event = JSON.parse(await alice.dialog.getByLabel('The whole event').innerText()) as Record<string, unknown>;
    expect(event).toMatchObject({ eventName: 'Decrypt', userIdentity: { arn: BOB.arn }, requestParameters: { encryptionContext: { project: 'Apollo', 'aws:s3:arn': OBJECT_ARN } } });
    await alice.agree('Close');
  });

  it('opens the object, and not any more once the key is disabled, and again once it is enabled', async () => {
    const download = async (): Promise<void> => {
      await alice.goTo('#/buckets/papers/object?key=march.txt', 'march.txt');
      await alice.button('Download').click();
    };
    await download();
    await alice.page.getByRole('heading', { name: '2 transfers done', exact: true }).waitFor();
    expect(await alice.saved('march.txt')).toBe(BODY);

    await alice.goTo(keyPlace, 'alias/papers');
    await alice.button('Disable').click();
    await alice.agree('Disable');
    await alice.page.getByText('Disabled', { exact: true }).waitFor();
    await download();
    const problem = alice.page.getByRole('alert');
    await problem.getByText('march.txt was not downloaded.').waitFor();
    expect(await problem.innerText()).toMatch(/is disabled[^]*The KMS key is disabled\. Enable it on its page, then try again\.[^]*KMS\.DisabledException, status 400, request id \S+/);

    await alice.goTo(keyPlace, 'alias/papers');
    await alice.button('Enable').click();
    await alice.agree('Enable');
    await alice.page.getByText('Enabled', { exact: true }).waitFor();
    await alice.goTo('#/buckets/papers/object?key=march.txt', 'march.txt');
    await alice.button('Retry march.txt').click();
    await alice.page.getByRole('heading', { name: '3 transfers done', exact: true }).waitFor();
    expect(await alice.saved('march.txt')).toBe(BODY);
  });

  it('saves by a link where the browser gives pages no files to write, and still says why it cannot', async () => {
    const [carol, bob] = [await Person.arrive(browser, site), await Person.arrive(browser, site)];
    for (const { context } of [carol, bob]) await context.addInitScript('delete window.showSaveFilePicker');
    await carol.signIn(site.credentials);
    await carol.goTo('#/buckets/papers/object?key=march.txt', 'march.txt');
    const saving = carol.page.waitForEvent('download');
    await carol.button('Download').click();
    const download = await saving;
    expect([download.suggestedFilename(), readFileSync(await download.path(), 'utf8')]).toEqual(['march.txt', BODY]);
    await bob.signIn(BOB);
    await bob.goTo('#/buckets/papers/object?key=march.txt', 'march.txt');
    await bob.button('Download').click();
    await bob.page.getByRole('alert').getByText(/AccessDenied, status 403/).waitFor();
    expect([...carol.complaints(), ...bob.complaints()]).toEqual([]);
  });

  it('forgets all of it when one signs out', async () => {
    await alice.button('Sign out').click();
    await alice.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await alice.page.evaluate('[sessionStorage.length, document.cookie]')).toEqual([0, '']);
    await alice.page.reload();
    await alice.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
