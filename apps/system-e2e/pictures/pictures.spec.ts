import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { launchChromium } from '../src/browser/chromium.js';
import { furnish } from '../src/browser/furnish.js';
import { Person } from '../src/browser/person.js';
import { places, settle } from '../src/browser/places.js';
import { openSite } from '../src/browser/site.js';

jest.setTimeout(240_000);

/** Where the docs have them. */
const FOLDER = join(import.meta.dirname, '../../../docs/pictures');

/** Of a page 1,280 wide: enough to read the small print in the docs. */
const VIEW = { viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' } as const;

it('takes a picture of every page, in light and in dark', async () => {
  mkdirSync(FOLDER, { recursive: true });
  const site = await openSite();
  const furnished = await furnish(site);
  const browser = await launchChromium();
  for (const colorScheme of ['light', 'dark'] as const) {
    const person = await Person.arrive(browser, site, { ...VIEW, colorScheme });
    const take = (name: string): Promise<Buffer> => person.page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) });
    await person.page.goto(site.consoleUrl);
    await person.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await take('sign-in');
    await person.signIn(site.credentials);
    for (const { name, show } of places) {
      await show(person, furnished);
      await settle(person);
      await take(name);
    }
    expect(person.complaints()).toEqual([]);
  }
});
