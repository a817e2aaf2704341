import { join } from 'node:path';

import type { Bench, Suite } from '../bench.js';
import { startControl } from '../controls/start-control.js';
import type { LoadResult } from '../load/jobs.js';
import { startCoffer, type Coffer } from '../services/coffer.js';
import { interleave } from '../stats/interleave.js';
import { comparedRow, type Row, type RowTitle } from '../stats/row.js';
import { createBucket, SSE_KMS, SSE_KMS_BUCKET_KEY, targets } from './s3-requests.js';

const OBJECT_BYTES = 4_096;

const PUT_BUCKET_KEY: RowTitle = { name: '4 KiB PUT, SSE-KMS with bucket key', unit: 'requests/s', target: { bound: 'at least', value: 0.6 } };
const PUT_OWN_KEY: RowTitle = { name: '4 KiB PUT, SSE-KMS without bucket key', unit: 'requests/s', target: { bound: 'at least', value: 0.4 } };
const GET_BUCKET_KEY: RowTitle = { name: '4 KiB GET, SSE-KMS with bucket key', unit: 'requests/s', target: { bound: 'at least', value: 0.6 } };

type Headers = readonly (readonly [string, string])[];

/** Small objects, durable before the answer; see controls/small-objects for what they are compared with. */
export const smallObjects: Suite = {
  rows: [PUT_BUCKET_KEY.name, PUT_OWN_KEY.name, GET_BUCKET_KEY.name],

  async *run(bench, wanted) {
    await using coffer = await startCoffer(bench, join(bench.dir, 'coffer'));
    await createBucket(bench.client, coffer);
    await using control = await startControl(bench, 'small-objects');
    if (wanted.has(PUT_BUCKET_KEY.name)) yield await putRow(bench, coffer, control.port, PUT_BUCKET_KEY, SSE_KMS_BUCKET_KEY);
    if (wanted.has(PUT_OWN_KEY.name)) yield await putRow(bench, coffer, control.port, PUT_OWN_KEY, SSE_KMS);
    if (wanted.has(GET_BUCKET_KEY.name)) yield await getRow(bench, coffer, control.port);
  },
};

/** Every round writes fresh names on both sides, so neither replaces what it wrote before. */
async function putRow(bench: Bench, coffer: Coffer, controlPort: number, title: RowTitle, headers: Headers): Promise<Row> {
  const latencies: LoadResult[] = [];
  const put = (port: number, sse: Headers) => async (round: number) => {
    const result = await send(bench, coffer, { port, method: 'PUT', headers: sse, names: `put${String(sse.length)}-${String(round)}` });
    if (port === coffer.s3Port) latencies.push(result);
    return result.count / result.seconds;
  };
  const pairs = await interleave(bench.rounds, put(controlPort, headers), put(coffer.s3Port, headers));
  return comparedRow(title, pairs, latencyNote(latencies));
}

/** Both sides read what they were given before the first round. */
async function getRow(bench: Bench, coffer: Coffer, controlPort: number): Promise<Row> {
  const latencies: LoadResult[] = [];
  for (const port of [controlPort, coffer.s3Port]) await send(bench, coffer, { port, method: 'PUT', headers: SSE_KMS_BUCKET_KEY, names: 'get' });
  const get = (port: number) => async () => {
    const result = await send(bench, coffer, { port, method: 'GET', headers: [], names: 'get' });
    if (port === coffer.s3Port) latencies.push(result);
    return result.count / result.seconds;
  };
  return comparedRow(GET_BUCKET_KEY, await interleave(bench.rounds, get(controlPort), get(coffer.s3Port)), latencyNote(latencies));
}

function send(
  bench: Bench,
  coffer: Coffer,
  load: { readonly port: number; readonly method: 'GET' | 'PUT'; readonly headers: Headers; readonly names: string },
): Promise<LoadResult> {
  const { smallRequests, connections } = bench.scale;
  const { port, method, headers, names } = load;
  const sizes = method === 'PUT' ? { bodyBytes: OBJECT_BYTES } : { bodyBytes: 0, answerBytes: OBJECT_BYTES };
  return bench.client.run({ kind: 'small', port, method, headers, credentials: coffer.credentials, connections, targets: targets(names, smallRequests), ...sizes });
}

function latencyNote(results: readonly LoadResult[]): string {
  const last = results.at(-1);
  return last === undefined ? '' : `p50 ${last.p50Ms.toFixed(1)} ms, p99 ${last.p99Ms.toFixed(1)} ms in the last round`;
}
