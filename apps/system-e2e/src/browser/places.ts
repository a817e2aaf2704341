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
  { name: 'keys', show: (person) => person.goTo('#/keys', 'Keys') },
  { name: 'key', show: (person, { keyId }) => person.goTo(`#/keys/${keyId}`, 'alias/invoices') },
  { name: 'audit', show: (person) => person.goTo('#/audit', 'Audit') },
  { name: 'upload', show: showUpload },
];

async function showUpload(person: Person): Promise<void> {
  await person.goTo('#/buckets/ledger', 'ledger');
  await person.giveFiles('Upload', [{ name: 'april.csv', mimeType: 'text/csv', buffer: Buffer.alloc(3_000) }]);
  await person.choose('Encryption', 'SSE-KMS');
  await person.dialog.getByRole('button', { name: /KMS key/ }).waitFor();
  await person.dialog.getByRole('button', { name: 'Add a pair' }).click();
}

/** Until nothing is being loaded any more. */
export async function settle({ page }: Person): Promise<void> {
  await page.waitForFunction(`document.querySelector('.loading') === null && !/Looking into the audit|asking$/m.test(document.body.innerText)`);
}
