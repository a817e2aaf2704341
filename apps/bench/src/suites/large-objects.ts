import { join } from 'node:path';

import type { Bench, Suite } from '../bench.js';
import { startControl } from '../controls/start-control.js';
import { startCoffer, type Coffer } from '../services/coffer.js';
import { interleave } from '../stats/interleave.js';
import { comparedRow, type RowTitle } from '../stats/row.js';
import { createBucket, SSE_KMS, targets } from './s3-requests.js';

const MIB = 1_048_576;

const PUT: RowTitle = { name: '256 MiB PUT, SSE-KMS', unit: 'MiB/s', target: { bound: 'at least', value: 0.8 } };
const GET: RowTitle = { name: '256 MiB GET, SSE-KMS', unit: 'MiB/s', target: { bound: 'at least', value: 0.8 } };

/** One large object at a time, its payload unsigned; see controls/large-objects for what it is compared with. A round replaces the last one's object. */
export const largeObjects: Suite = {
  rows: [PUT.name, GET.name],

  async *run(bench, wanted) {
    await using coffer = await startCoffer(bench, join(bench.dir, 'coffer'));
    await createBucket(bench.client, coffer);
    await using control = await startControl(bench, 'large-objects');
    const side = (method: 'GET' | 'PUT', port: number) => () => mibPerSecond(bench, coffer, method, port);
    const ports = [control.port, coffer.s3Port] as const;
    if (wanted.has(PUT.name)) yield comparedRow(PUT, await interleave(bench.rounds, side('PUT', ports[0]), side('PUT', ports[1])));
    if (!wanted.has(GET.name)) return;
    for (const port of ports) await mibPerSecond(bench, coffer, 'PUT', port);
    yield comparedRow(GET, await interleave(bench.rounds, side('GET', ports[0]), side('GET', ports[1])));
  },
};

async function mibPerSecond(bench: Bench, coffer: Coffer, method: 'GET' | 'PUT', port: number): Promise<number> {
  const { largeBytes } = bench.scale;
  const shape = method === 'PUT' ? { headers: SSE_KMS, bodyBytes: largeBytes } : { headers: [], bodyBytes: 0, answerBytes: largeBytes };
  const result = await bench.client.run({ kind: 'large', port, method, credentials: coffer.credentials, targets: targets('large', 1), ...shape });
  return largeBytes / MIB / result.seconds;
}
