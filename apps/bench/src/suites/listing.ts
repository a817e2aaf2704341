import { join } from 'node:path';

import type { Bench, Suite } from '../bench.js';
import type { EngineTask } from '../controls/engine-scan.js';
import { startControl, type Control } from '../controls/start-control.js';
import { freshCredentials, indexDir, startCoffer, type Coffer } from '../services/coffer.js';
import { interleave } from '../stats/interleave.js';
import { comparedRow, type RowTitle } from '../stats/row.js';
import { BUCKET, createBucket, SSE_KMS_BUCKET_KEY, targets } from './s3-requests.js';

const LIST: RowTitle = { name: 'list of 1,000 keys out of 1,000,000', unit: 'ms', target: { bound: 'at most', value: 3 } };

const PAGE = 1_000;
const FILL_KEYS_MAX = 100_000;

/** Pages of 1,000 keys from random places in the bucket, one after the other, against the engine's own scan of the same places. */
export const listing: Suite = {
  rows: [LIST.name],

  async *run(bench) {
    const dir = join(bench.dir, 'coffer');
    const credentials = freshCredentials();
    const keys = targets('list', bench.scale.listedObjects).map((target) => target.slice(BUCKET.length + 2));
    {
      await using coffer = await startCoffer(bench, dir, { credentials });
      await createBucket(bench.client, coffer);
      await putOne(bench, coffer);
    }
    await using engine = await startControl(bench, 'engine-scan', [indexDir(dir)]);
    await fill(bench, engine, keys);
    await using coffer = await startCoffer(bench, dir, { credentials });
    const afters = (round: number) => placesIn(keys, bench.scale.lists, round);
    const scanMs = async (round: number) => {
      const { seconds } = await asked(engine, { kind: 'scan', bucket: BUCKET, afters: afters(round), limit: PAGE });
      return (seconds * 1_000) / bench.scale.lists;
    };
    yield comparedRow(LIST, await interleave(bench.rounds, scanMs, (round) => listMs(bench, coffer, afters(round))));
  },
};

/** The object that all listed ones are copies of: it comes before them in the bucket. */
async function putOne(bench: Bench, coffer: Coffer): Promise<void> {
  const { s3Port: port, credentials } = coffer;
  await bench.client.run({ kind: 'small', port, method: 'PUT', headers: SSE_KMS_BUCKET_KEY, credentials, connections: 1, bodyBytes: 1, targets: [`/${BUCKET}/a`] });
}

async function fill(bench: Bench, engine: Control, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += FILL_KEYS_MAX) {
    bench.progress(`filling the bucket: ${at.toLocaleString('en-US')} of ${keys.length.toLocaleString('en-US')}`);
    await asked(engine, { kind: 'fill', bucket: BUCKET, like: 'a', keys: keys.slice(at, at + FILL_KEYS_MAX) });
  }
}

async function asked(engine: Control, task: EngineTask): Promise<{ readonly seconds: number }> {
  const answer = (await engine.child.ask(task)) as { readonly seconds: number } | { readonly failure: string };
  if ('failure' in answer) throw new Error(answer.failure);
  return answer;
}

async function listMs(bench: Bench, coffer: Coffer, afters: readonly string[]): Promise<number> {
  const { s3Port: port, credentials } = coffer;
  const pages = afters.map((after) => `/${BUCKET}?list-type=2&max-keys=${String(PAGE)}&start-after=${after}`);
  const result = await bench.client.run({ kind: 'small', port, method: 'GET', headers: [], credentials, connections: 1, bodyBytes: 0, targets: pages });
  return (result.seconds * 1_000) / result.count;
}

/** Places with a whole page behind them, spread by a multiplier that has no factor in common with the count; other ones each round. */
function placesIn(keys: readonly string[], count: number, round: number): string[] {
  const span = keys.length - PAGE;
  return Array.from({ length: count }, (_, index) => keys[((round * count + index) * 7_919 * 31) % span] ?? '');
}
