import { setTimeout as wait } from 'node:timers/promises';

import type { Furnished } from './furnish.js';
import type { Person } from './person.js';

/** A page of the console: how one comes to it, and what shows that it is there whole. */
export interface Place {
  readonly name: string;
  readonly show: (person: Person, furnished: Furnished) => Promise<void>;
}

/** Every page of a furnished site for who has signed in, and the dialogs with the most in them. */
export const places: readonly Place[] = [
  { name: 'overview', show: (person) => person.goTo('#/', 'Overview') },
  { name: 'buckets', show: (person) => person.goTo('#/buckets', 'Buckets') },
  { name: 'bucket', show: (person) => person.goTo('#/buckets/ledger', 'ledger') },
  { name: 'object', show: (person) => person.goTo('#/buckets/ledger/object?key=2026%2Fmarch.csv', 'march.csv') },
  { name: 'deleted', show: (person) => person.goTo('#/buckets/ledger/deleted', 'Deleted objects') },
  { name: 'keys', show: (person) => person.goTo('#/keys', 'Keys') },
  { name: 'key', show: (person, { keyId }) => person.goTo(`#/keys/${keyId}`, 'alias/invoices') },
  { name: 'audit', show: (person) => person.goTo('#/audit', 'Audit') },
  { name: 'upload', show: showUpload },
  { name: 'tags', show: showTags },
];

async function showUpload(person: Person): Promise<void> {
  await person.goTo('#/buckets/ledger', 'ledger');
  await person.giveFiles('Upload', [{ name: 'april.csv', mimeType: 'text/csv', buffer: Buffer.alloc(3_000) }]);
  await person.choose('Encryption', 'SSE-KMS');
  await person.dialog.getByRole('button', { name: /KMS key/ }).waitFor();
  await person.dialog.getByRole('button', { name: 'Add a pair' }).click();
  await person.dialog.getByLabel('Name 1').fill('department');
  await person.dialog.getByLabel('Value 1').fill('accounts');
}

async function showTags(person: Person): Promise<void> {
  await person.goTo('#/buckets/ledger/object?key=2026%2Fmarch.csv', 'march.csv');
  await person.button('Edit tags').click();
  await person.dialog.getByRole('button', { name: 'Add a tag' }).click();
  await person.dialog.getByLabel('Tag name 3', { exact: true }).fill('quarter');
}

/** How often, and how many times at most, a page is looked at until nothing of it is being loaded any more. */
const LOOK_EVERY_MS = 100;
const LOOKS_MAX = 300;

/** Nothing is being loaded, and no colour is on its way to another. */
const RESTS = `document.querySelector('.loading') === null
  && !/Looking into the audit|asking$/m.test(document.body.innerText)
  && document.getAnimations().every(({ effect }) => effect?.getComputedTiming().iterations === Infinity)`;

/** Until a page rests. Asked from outside: the page's policy lets nobody wait for a function within it. */
export async function settle({ page }: Person): Promise<void> {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    if (await page.evaluate(RESTS)) return;
    await wait(LOOK_EVERY_MS);
  }
  throw new Error(`still being loaded: ${await page.innerText('body')}`);
}
