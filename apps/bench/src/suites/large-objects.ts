import { join } from 'node:path';

import type { Bench, Suite } from '../bench.js';
import { startControl } from '../controls/start-control.js';
import type { Credentials } from '../http1/signed-head.js';
import { withCpuSeconds } from '../process/cpu-time.js';
import { startCoffer } from '../services/coffer.js';
import { interleave } from '../stats/interleave.js';
import { median } from '../stats/quantile.js';
import { comparedRow, type Row, type RowTitle } from '../stats/row.js';
import { createBucket, SSE_KMS, targets } from './s3-requests.js';

const MIB = 1_048_576;

const PUT: RowTitle = { name: '256 MiB PUT, SSE-KMS', unit: 'MiB/s', target: { bound: 'at least', value: 0.8 } };
const GET: RowTitle = { name: '256 MiB GET, SSE-KMS', unit: 'MiB/s', target: { bound: 'at least', value: 0.8 } };

interface Side {
  readonly port: number;
  readonly pid: number;
}

/** One large object at a time, its payload unsigned; see controls/large-objects for what it is compared with. A round replaces the last one's object. */
export const largeObjects: Suite = {
  rows: [PUT.name, GET.name],

  async *run(bench, wanted) {
    await using coffer = await startCoffer(bench, join(bench.dir, 'coffer'));
    await createBucket(bench.client, coffer);
    await using control = await startControl(bench, 'large-objects');
    const sides = [
      { port: control.port, pid: control.child.pid },
      { port: coffer.s3Port, pid: coffer.storage.pid },
    ] as const;
    const row = (title: RowTitle, method: 'GET' | 'PUT'): Promise<Row> => measuredRow(bench, coffer.credentials, title, sides, method);
    if (wanted.has(PUT.name)) yield await row(PUT, 'PUT');
    if (!wanted.has(GET.name)) return;
    for (const side of sides) await move(bench, coffer.credentials, side, 'PUT');
    yield await row(GET, 'GET');
  },
};

async function measuredRow(bench: Bench, credentials: Credentials, title: RowTitle, [control, ours]: readonly [Side, Side], method: 'GET' | 'PUT'): Promise<Row> {
  const cpuMs = new Map<Side, number[]>([[control, []], [ours, []]]);
  const rate = (side: Side) => async () => {
    const moved = await move(bench, credentials, side, method);
    cpuMs.get(side)?.push(moved.cpuMs);
    return moved.mibPerSecond;
  };
  const pairs = await interleave(bench.rounds, rate(control), rate(ours));
  const [bare, storage] = [control, ours].map((side) => median(cpuMs.get(side)?.slice(1) ?? [])) as [number, number];
  return comparedRow(title, pairs, `CPU a MiB: ${storage.toFixed(2)} ms, control ${bare.toFixed(2)} ms (${(bare / storage).toFixed(2)} by CPU)`);
}

async function move(bench: Bench, credentials: Credentials, side: Side, method: 'GET' | 'PUT'): Promise<{ readonly mibPerSecond: number; readonly cpuMs: number }> {
  const { largeBytes } = bench.scale;
  const shape = method === 'PUT' ? { headers: SSE_KMS, bodyBytes: largeBytes } : { headers: [], bodyBytes: 0, answerBytes: largeBytes };
  const job = { kind: 'large', port: side.port, method, credentials, targets: targets('large', 1), ...shape } as const;
  const { result, cpuSeconds } = await withCpuSeconds([side.pid], () => bench.client.run(job));
  const mib = largeBytes / MIB;
  return { mibPerSecond: mib / result.seconds, cpuMs: ((cpuSeconds[0] ?? 0) * 1_000) / mib };
}
