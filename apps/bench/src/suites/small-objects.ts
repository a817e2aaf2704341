import { join } from 'node:path';

import type { Bench, Suite } from '../bench.js';
import { startControl } from '../controls/start-control.js';
import { startCoffer } from '../services/coffer.js';
import { interleave } from '../stats/interleave.js';
import { median } from '../stats/quantile.js';
import { comparedRow, type Row, type RowTitle } from '../stats/row.js';
import { createBucket, SSE_KMS, SSE_KMS_BUCKET_KEY } from './s3-requests.js';
import { sendSmall, type Measured, type Headers, type Load, type Side } from './small-requests.js';

const PUT_BUCKET_KEY: RowTitle = { name: '4 KiB PUT, SSE-KMS with bucket key', unit: 'requests/s', target: { bound: 'at least', value: 0.6 } };
const PUT_OWN_KEY: RowTitle = { name: '4 KiB PUT, SSE-KMS without bucket key', unit: 'requests/s', target: { bound: 'at least', value: 0.4 } };
const GET_BUCKET_KEY: RowTitle = { name: '4 KiB GET, SSE-KMS with bucket key', unit: 'requests/s', target: { bound: 'at least', value: 0.6 } };

/** Small objects, durable before the answer; see controls/small-objects for what they are compared with. */
export const smallObjects: Suite = {
  rows: [PUT_BUCKET_KEY.name, PUT_OWN_KEY.name, GET_BUCKET_KEY.name],

  async *run(bench, wanted) {
    await using coffer = await startCoffer(bench, join(bench.dir, 'coffer'));
    await createBucket(bench.client, coffer);
    await using control = await startControl(bench, 'small-objects');
    const sides = [
      { port: control.port, pids: [control.child.pid], credentials: coffer.credentials },
      { port: coffer.s3Port, pids: [coffer.storage.pid, coffer.kms.pid], credentials: coffer.credentials },
    ] as const;
    const row = (title: RowTitle, load: Load): Promise<Row> => measuredRow(bench, title, sides, load);
    const put = (headers: Headers, prefix: string): Load => ({ method: 'PUT', headers, names: (round) => `${prefix}-${String(round)}` });
    if (wanted.has(PUT_BUCKET_KEY.name)) yield await row(PUT_BUCKET_KEY, put(SSE_KMS_BUCKET_KEY, 'bucket-key'));
    if (wanted.has(PUT_OWN_KEY.name)) yield await row(PUT_OWN_KEY, put(SSE_KMS, 'own-key'));
    if (!wanted.has(GET_BUCKET_KEY.name)) return;
    for (const side of sides) await sendSmall(bench, side, put(SSE_KMS_BUCKET_KEY, 'get'), 0);
    yield await row(GET_BUCKET_KEY, { method: 'GET', headers: [], names: () => 'get-0' });
  },
};

async function measuredRow(bench: Bench, title: RowTitle, [control, ours]: readonly [Side, Side], load: Load): Promise<Row> {
  const measured = new Map<Side, Measured[]>([[control, []], [ours, []]]);
  const rate = (side: Side) => async (round: number) => {
    const result = await sendSmall(bench, side, load, round);
    measured.get(side)?.push(result);
    return result.count / result.seconds;
  };
  const pairs = await interleave(bench.rounds, rate(control), rate(ours));
  return comparedRow(title, pairs, noteOf(measured.get(control)?.slice(1) ?? [], measured.get(ours)?.slice(1) ?? []));
}

/** Processor time is what a busy machine does not change; it tells the ratio that a quiet one would show. */
function noteOf(control: readonly Measured[], ours: readonly Measured[]): string {
  const cpuUs = (rounds: readonly Measured[], process: number): number => median(rounds.map((round) => round.cpuUs[process] ?? 0));
  const [bare, storage, kms] = [cpuUs(control, 0), cpuUs(ours, 0), cpuUs(ours, 1)];
  const latency = `p50 ${median(ours.map((round) => round.p50Ms)).toFixed(1)} ms, p99 ${median(ours.map((round) => round.p99Ms)).toFixed(1)} ms`;
  const cpu = `CPU a request: ${storage.toFixed(0)} us, kms-service ${kms.toFixed(0)} us, control ${bare.toFixed(0)} us`;
  return `${latency}; ${cpu} (${(bare / storage).toFixed(2)} by CPU)`;
}
