import { CreateAliasCommand, CreateKeyCommand, DisableKeyCommand } from '@aws-sdk/client-kms';
import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import type { Installation } from '../installation.js';
import { BOB } from './site.js';

/** What of a furnished site has a page of its own. */
export interface Furnished {
  readonly keyId: string;
}

/** Keys, a bucket, objects under several seals and with versions, and a refusal: something to look at on every page. */
export async function furnish(site: Installation): Promise<Furnished> {
  const [s3, kms] = [site.s3(), site.kmsClient()];
  const keyId = await createKey(site, 'invoices', 'Invoices of all branches');
  await createKey(site, 'payroll', 'Payroll, read by two people');
  await kms.send(new DisableKeyCommand({ KeyId: await createKey(site, 'retired', 'Not to be used any more') }));
  for (const Bucket of ['ledger', 'site-assets']) await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket: 'ledger', VersioningConfiguration: { Status: 'Enabled' } }));
  for (const month of ['january', 'february', 'march']) await putInvoices(site, month, 400);
  await putInvoices(site, 'march', 420);
  await s3.send(new DeleteObjectCommand({ Bucket: 'ledger', Key: '2026/february.csv' }));
  for (let at = 0; at < 12; at += 1) await s3.send(new PutObjectCommand({ Bucket: 'ledger', Key: `receipt-${String(at + 1).padStart(2, '0')}.pdf`, Body: Buffer.alloc(5_000 + at * 900), ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/payroll', BucketKeyEnabled: true }));
  for (let at = 0; at < 5; at += 1) await s3.send(new PutObjectCommand({ Bucket: 'site-assets', Key: `picture-${String(at)}.png`, Body: Buffer.alloc(20_000) }));
  await site.s3({ credentials: BOB }).send(new GetObjectCommand({ Bucket: 'ledger', Key: '2026/march.csv' })).catch(() => undefined);
  return { keyId };
}

async function createKey(site: Installation, alias: string, Description: string): Promise<string> {
  const kms = site.kmsClient();
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description }));
  await kms.send(new CreateAliasCommand({ AliasName: `alias/${alias}`, TargetKeyId: KeyMetadata?.KeyId }));
  return KeyMetadata?.KeyId ?? '';
}

async function putInvoices(site: Installation, month: string, lines: number): Promise<void> {
  const context = Buffer.from(JSON.stringify({ department: 'accounts', year: '2026' })).toString('base64');
  await site.s3().send(new PutObjectCommand({
    Bucket: 'ledger', Key: `2026/${month}.csv`, Body: 'date,amount\n'.repeat(lines), ContentType: 'text/csv', Metadata: { owner: 'accounts' }, Tagging: 'quarter=1&reviewed=yes',
    ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/invoices', SSEKMSEncryptionContext: context,
  }));
}
