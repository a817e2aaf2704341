import type { Bench } from '../bench.js';
import type { Credentials } from '../http1/signed-head.js';
import type { LoadResult } from '../load/jobs.js';
import { withCpuSeconds } from '../process/cpu-time.js';
import { targets } from './s3-requests.js';

export const OBJECT_BYTES = 4_096;

export type Headers = readonly (readonly [string, string])[];

/** A server under load. */
export interface Side {
  readonly port: number;
  /** Whose processor time counts. */
  readonly pids: readonly number[];
  readonly credentials: Credentials;
}

export interface Load {
  readonly method: 'GET' | 'PUT';
  readonly headers: Headers;
  /** The prefix of the round's names: writers take a fresh one each round, so that nothing is replaced. */
  readonly names: (round: number) => string;
}

export interface Measured extends LoadResult {
  /** Processor time of the side's processes for each request, in microseconds, in the order of `pids`. */
  readonly cpuUs: readonly number[];
}

/** One round of small requests to one side. */
export async function sendSmall(bench: Bench, side: Side, load: Load, round: number): Promise<Measured> {
  const { smallRequests, connections } = bench.scale;
  const { method, headers } = load;
  const sizes = method === 'PUT' ? { bodyBytes: OBJECT_BYTES } : { bodyBytes: 0, answerBytes: OBJECT_BYTES };
  const job = { kind: 'small', port: side.port, method, headers, credentials: side.credentials, connections, targets: targets(load.names(round), smallRequests), ...sizes } as const;
  const { result, cpuSeconds } = await withCpuSeconds(side.pids, () => bench.client.run(job));
  return { ...result, cpuUs: cpuSeconds.map((seconds) => (seconds * 1e6) / result.count) };
}
