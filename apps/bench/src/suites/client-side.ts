import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { KmsKeyring, S3EncryptionClient } from '@coffer/s3-encryption-client';

import type { Suite } from '../bench.js';
import { plainGet, plainPut } from '../controls/plain-sdk.js';
import { startCoffer, type Coffer } from '../services/coffer.js';
import { interleave } from '../stats/interleave.js';
import { comparedRow, type RowTitle } from '../stats/row.js';

const MIB = 1_048_576;
const PUT: RowTitle = { name: '256 MiB PUT, client-side', unit: 'MiB/s', target: { bound: 'at least', value: 0.8 } };
const GET: RowTitle = { name: '256 MiB GET, client-side', unit: 'MiB/s', target: { bound: 'at least', value: 0.8 } };
const SPOOLED: RowTitle = { ...GET, name: '256 MiB GET, client-side, by a file' };
const CONTROL = 'control: the plain SDK client and AES-256-GCM over the same bytes, in this process';

const Bucket = 'client-side';

/**
 * The encrypting client against the plain one with a cipher before or after it, both in this process, on the same store. The control holds the whole body
 * until its tag is checked, and so does the first row of GET; the second is the default, which holds 16 MiB and seals the rest to a file.
 */
export const clientSide: Suite = {
  rows: [PUT.name, GET.name, SPOOLED.name],

  async *run(bench, wanted) {
    await using coffer = await startCoffer(bench, join(bench.dir, 'coffer'));
    const { s3, client, holding } = await clients(coffer, bench.scale.largeBytes);
    const body = randomBytes(bench.scale.largeBytes);
    const rate = (move: () => Promise<unknown>) => async () => {
      const begun = performance.now();
      await move();
      return body.length / MIB / ((performance.now() - begun) / 1_000);
    };
    const put = () => client.putObject({ Bucket, Key: 'sealed', Body: body });
    const putPlain = () => plainPut(s3, { Bucket, Key: 'plain' }, body);
    if (wanted.has(PUT.name)) yield comparedRow(PUT, await interleave(bench.rounds, rate(putPlain), rate(put)), CONTROL);
    await put();
    const key = await putPlain();
    const getPlain = () => plainGet(s3, { Bucket, Key: 'plain' }, key);
    for (const [title, reader] of [[GET, holding], [SPOOLED, client]] as const) {
      const get = async () => {
        for await (const _ of (await reader.getObject({ Bucket, Key: 'sealed' })).Body);
      };
      if (wanted.has(title.name)) yield comparedRow(title, await interleave(bench.rounds, rate(getPlain), rate(get)), CONTROL);
    }
  },
};

interface Clients {
  readonly s3: S3Client;
  readonly client: S3EncryptionClient;
  /** Holds a body of the control's length in memory. */
  readonly holding: S3EncryptionClient;
}

async function clients({ s3Port, kmsPort, credentials }: Coffer, bufferSize: number): Promise<Clients> {
  const access = { region: credentials.region, credentials };
  const s3 = new S3Client({ endpoint: `http://localhost:${String(s3Port)}`, forcePathStyle: true, ...access });
  const kms = new KMSClient({ endpoint: `http://localhost:${String(kmsPort)}`, ...access });
  await s3.send(new CreateBucketCommand({ Bucket }));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const keyring = new KmsKeyring({ kms, keyId: KeyMetadata?.KeyId ?? '' });
  return { s3, client: new S3EncryptionClient({ s3, keyring }), holding: new S3EncryptionClient({ s3, keyring, bufferSize }) };
}
