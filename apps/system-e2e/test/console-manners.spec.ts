import axe from 'axe-core';
import type { Browser } from 'playwright-core';

import { launchChromium } from '../src/browser/chromium.js';
import { furnish, type Furnished } from '../src/browser/furnish.js';
import { Person } from '../src/browser/person.js';
import { places, settle } from '../src/browser/places.js';
import { openSite } from '../src/browser/site.js';
import type { Installation } from '../src/installation.js';
import { describeWithTool } from '../src/tool.js';

jest.setTimeout(240_000);

/** WCAG 2.2 at AA, and what the scanner's authors hold for good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Where the component library says things aloud: it keeps for seconds what it said of a button that is gone, and nobody comes across it. */
const SPOKEN = '[data-live-announcer]';

/** What the scanner finds on the page as it stands: the rule, and where. */
async function violations({ page }: Person): Promise<readonly string[]> {
  const found = await page.evaluate<{ readonly violations: readonly Violation[] }>(`axe.run({ exclude: ['${SPOKEN}'] }, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })`);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary ?? ''}`));
}

describeWithTool('chromium', () => {
  let browser: Browser;
  let site: Installation;
  let furnished: Furnished;

  beforeAll(async () => {
    site = await openSite();
    furnished = await furnish(site);
    browser = await launchChromium();
  });

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    let person: Person;

    beforeAll(async () => {
      person = await Person.arrive(browser, site, { colorScheme, reducedMotion: 'reduce' });
      await person.context.addInitScript({ content: axe.source });
    });

    afterEach(() => { expect(person.complaints()).toEqual([]); });

    it('asks for an access key in a way that everybody can follow', async () => {
      await person.page.goto(site.consoleUrl);
      await person.page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await violations(person)).toEqual([]);
      await person.signIn(site.credentials);
    });

    it('moves nothing for who wants no motion', async () => {
      await person.goTo('#/buckets', 'Buckets');
      await person.button('Create bucket').click();
      await person.choose('Default encryption', 'SSE-KMS');
      const moving = `[...document.querySelectorAll('*')].filter((each) => ['', '::before'].some((part) => {
        const { transitionDuration, animationName } = getComputedStyle(each, part);
        return transitionDuration !== '0s' || animationName !== 'none';
      })).map(({ className }) => String(className))`;
      expect(await person.page.evaluate(moving)).toEqual([]);
    });

    it.each(places.map(({ name, show }) => [name, show] as const))('has nothing in the way of anybody: %s', async (_, show) => {
      await show(person, furnished);
      await settle(person);
      expect(await violations(person)).toEqual([]);
    });
  });

  describe('at 375 pixels', () => {
    let person: Person;

    beforeAll(async () => {
      person = await Person.arrive(browser, site, { viewport: { width: 375, height: 720 } });
      await person.signIn(site.credentials);
    });

    it.each(places.map(({ name, show }) => [name, show] as const))('nothing scrolls sideways: %s', async (_, show) => {
      await show(person, furnished);
      await settle(person);
      expect(await person.page.evaluate('[document.documentElement.scrollWidth, document.querySelector(".dialog-veil")?.scrollWidth ?? 0].map((width) => width > 375)')).toEqual([false, false]);
      expect(person.complaints()).toEqual([]);
    });
  });

  it('does all of it by the keyboard: sign in, create a bucket, upload under a key, disable the key, sign out', async () => {
    const { page, ...person } = await arriveAt(browser, site);
    const { keyboard } = page;
    await page.getByLabel('Access key id').waitFor();
    await keyboard.type(site.credentials.accessKeyId);
    await keyboard.press('Tab');
    await keyboard.type(site.credentials.secretAccessKey);
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await person.tabTo('a', 'Buckets');
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Buckets' }).waitFor();
    await person.tabTo('button', 'Create bucket');
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keyboard.type('by-keyboard');
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'by-keyboard' }).waitFor();
    await person.tabTo('button', 'Upload');
    const chooser = page.waitForEvent('filechooser');
    await keyboard.press('Enter');
    await (await chooser).setFiles([{ name: 'typed.txt', mimeType: 'text/plain', buffer: Buffer.from('typed') }]);
    await page.getByRole('dialog').waitFor();
    await person.tabTo('input', 'radio');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await person.tabTo('button', 'alias/aws/s3');
    await keyboard.press('Enter');
    await page.getByRole('option', { name: /alias\/invoices/ }).waitFor();
    await keyboard.type('alias/inv');
    await keyboard.press('Enter');
    await person.tabTo('button', 'Upload');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: '1 transfer done', exact: true }).waitFor();
    await page.getByRole('link', { name: 'typed.txt' }).waitFor();
    await person.tabTo('a', 'typed.txt');
    await keyboard.press('Enter');
    await page.getByRole('link', { name: new RegExp(`key/${furnished.keyId}`) }).waitFor();
    await person.tabTo('a', 'Keys');
    await keyboard.press('Enter');
    await page.getByRole('link', { name: 'alias/invoices' }).waitFor();
    await person.tabTo('a', 'alias/invoices');
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'alias/invoices' }).waitFor();
    for (const [press, state] of [['Disable', 'Disabled'], ['Enable', 'Enabled']] as const) {
      await person.tabTo('button', press);
      await keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await person.tabTo('button', press);
      await keyboard.press('Enter');
      await page.getByText(state, { exact: true }).waitFor();
    }
    await person.tabTo('button', 'Sign out');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

/** As many as lie between any two things of a page. */
const TABS_MAX = 60;
const REST_MS = 100;

async function arriveAt(browser: Browser, site: Installation): Promise<{ readonly page: Person['page']; readonly tabTo: (tag: string, text: string) => Promise<void> }> {
  const { page } = await Person.arrive(browser, site);
  await page.goto(site.consoleUrl);
  const here = (): Promise<readonly string[]> => page.evaluate('[document.activeElement.localName, document.activeElement.type === "radio" ? "radio" : document.activeElement.innerText.trim()]');
  const isAt = async (tag: string, text: string): Promise<boolean> => {
    const [foundTag, foundText] = await here();
    return foundTag === tag && foundText === text;
  };
  // A page that is still coming may move the focus once more, to where a dialog was opened from: what counts is where it rests.
  const tabTo = async (tag: string, text: string): Promise<void> => {
    for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
      await page.keyboard.press('Tab');
      if (!(await isAt(tag, text))) continue;
      await page.waitForTimeout(REST_MS);
      if (await isAt(tag, text)) return;
    }
    throw new Error(`Tab does not come to ${tag} ${text}`);
  };
  return { page, tabTo };
}
