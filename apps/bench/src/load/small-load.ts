import { randomBytes } from 'node:crypto';

import { headSigner } from '../http1/signed-head.js';
import { quantile } from '../stats/quantile.js';
import { checkAnswer } from './check-answer.js';
import { Connection } from './connection.js';
import type { LoadResult, SmallJob } from './jobs.js';

/**
 * Sends every request of the job over its connections and measures from the first to the last answer.
 *
 * Rejects at the first answer that is not a success of the expected length.
 */
export async function smallLoad(job: SmallJob): Promise<LoadResult> {
  const requests = builtRequests(job);
  const connections = await Promise.all(Array.from({ length: job.connections }, () => Connection.open(job.port)));
  const latenciesMs: number[] = [];
  const started = performance.now();
  try {
    const queue = requests.entries();
    await Promise.all(connections.map((connection) => drain(connection, queue, job, latenciesMs)));
  } finally {
    for (const connection of connections) connection.close();
  }
  const seconds = (performance.now() - started) / 1_000;
  return { seconds, count: latenciesMs.length, p50Ms: quantile(latenciesMs, 0.5), p99Ms: quantile(latenciesMs, 0.99) };
}

/** Head and body of each request in one buffer: one system call sends it. */
function builtRequests(job: SmallJob): Buffer[] {
  const sign = headSigner(job.credentials, new Date());
  const body = randomBytes(job.bodyBytes);
  const host = `127.0.0.1:${String(job.port)}`;
  return job.targets.map((target) => {
    const head = sign({ method: job.method, target, host, headers: job.headers, bodyBytes: job.bodyBytes });
    return Buffer.concat([Buffer.from(head, 'latin1'), body]);
  });
}

/** Takes requests from the shared queue until it is empty. */
function drain(connection: Connection, queue: Iterator<[number, Buffer], undefined>, job: SmallJob, latenciesMs: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (): void => {
      const taken = queue.next();
      if (taken.done === true) {
        resolve();
        return;
      }
      const [index, request] = taken.value;
      const sent = performance.now();
      connection.send(
        (socket) => socket.write(request),
        (answer) => {
          checkAnswer(answer, job.targets[index] ?? '', job.answerBytes);
          latenciesMs.push(performance.now() - sent);
          next();
        },
        reject,
      );
    };
    next();
  });
}
