import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Bench, Suite } from '../bench.js';
import { peakResidentMib, residentMib } from '../process/resident-memory.js';
import { startCoffer, type Coffer } from '../services/coffer.js';
import { plainRow, type RowTitle } from '../stats/row.js';
import { createBucket, SSE_KMS, targets } from './s3-requests.js';

const target = { bound: 'at most', value: 200 } as const;
const PUT: RowTitle = { name: 'memory above idle, 16 x 1 GiB PUT at once', unit: 'MiB', target };
const GET: RowTitle = { name: 'memory above idle, 16 x 1 GiB GET at once', unit: 'MiB', target };

const SETTLE_MS = 1_000;
const MIB = 1_048_576;

/**
 * Resident memory of storage-service while many clients move large objects at once. Idle is a fresh service that has made a bucket and
 * nothing else. One round: it needs 16 GiB of disk, and a peak does not come out of a median.
 */
export const memory: Suite = {
  rows: [PUT.name, GET.name],

  async *run(bench, wanted) {
    await using coffer = await startCoffer(bench, join(bench.dir, 'coffer'));
    await createBucket(bench.client, coffer);
    await sleep(SETTLE_MS);
    const idle = await residentOf(coffer);
    const putPeak = await peakOf(bench, coffer, 'PUT');
    if (wanted.has(PUT.name)) yield aboveIdle(PUT, idle, putPeak);
    if (wanted.has(GET.name)) yield aboveIdle(GET, idle, await peakOf(bench, coffer, 'GET'));
  },
};

interface Resident {
  readonly storage: number;
  readonly kms: number;
  readonly mibPerSecond: number;
}

function aboveIdle(title: RowTitle, idle: Resident, peak: Resident) {
  const kms = `kms-service ${(peak.kms - idle.kms).toFixed(0)} MiB above idle`;
  return plainRow(title, [peak.storage - idle.storage], `idle ${idle.storage.toFixed(0)} MiB; ${kms}; ${peak.mibPerSecond.toFixed(0)} MiB/s together`);
}

async function residentOf(coffer: Coffer): Promise<Resident> {
  const [storage, kms] = await Promise.all([residentMib(coffer.storage.pid), residentMib(coffer.kms.pid)]);
  return { storage, kms, mibPerSecond: 0 };
}

async function peakOf(bench: Bench, coffer: Coffer, method: 'GET' | 'PUT'): Promise<Resident> {
  const { memoryBytes, memoryClients } = bench.scale;
  const shape = method === 'PUT' ? { headers: SSE_KMS, bodyBytes: memoryBytes } : { headers: [], bodyBytes: 0, answerBytes: memoryBytes };
  const { s3Port: port, credentials } = coffer;
  let mibPerSecond = 0;
  const [storage = 0, kms = 0] = await peakResidentMib([coffer.storage.pid, coffer.kms.pid], async () => {
    const result = await bench.client.run({ kind: 'large', port, method, credentials, targets: targets('memory', memoryClients), ...shape });
    mibPerSecond = (memoryBytes * memoryClients) / MIB / result.seconds;
  });
  return { storage, kms, mibPerSecond };
}
