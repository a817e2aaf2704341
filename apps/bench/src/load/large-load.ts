import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';

import { headSigner } from '../http1/signed-head.js';
import { quantile } from '../stats/quantile.js';
import { checkAnswer } from './check-answer.js';
import { Connection } from './connection.js';
import type { LargeJob, LoadResult } from './jobs.js';

const WRITE_BYTES = 1_048_576;

/** Moves all bodies of the job at once, a connection each, and measures until the last answer has ended. */
export async function largeLoad(job: LargeJob): Promise<LoadResult> {
  const sign = headSigner(job.credentials, new Date());
  const filler = randomBytes(Math.min(WRITE_BYTES, job.bodyBytes));
  const host = `127.0.0.1:${String(job.port)}`;
  const connections = await Promise.all(job.targets.map(() => Connection.open(job.port)));
  const started = performance.now();
  try {
    const latenciesMs = await Promise.all(
      job.targets.map(async (target, index) => {
        const head = sign({ method: job.method, target, host, headers: job.headers, bodyBytes: job.bodyBytes });
        await exchange(connections[index], target, job, (socket) => {
          writeBody(socket, Buffer.from(head, 'latin1'), filler, job.bodyBytes);
        });
        return performance.now() - started;
      }),
    );
    return { seconds: (performance.now() - started) / 1_000, count: latenciesMs.length, p50Ms: quantile(latenciesMs, 0.5), p99Ms: quantile(latenciesMs, 0.99) };
  } finally {
    for (const connection of connections) connection.close();
  }
}

function exchange(connection: Connection | undefined, target: string, job: LargeJob, write: (socket: Socket) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    connection?.send(
      write,
      (answer) => {
        checkAnswer(answer, target, job.answerBytes);
        resolve();
      },
      reject,
    );
  });
}

/** Writes the same filler over and over, as fast as the server takes it and no faster. */
function writeBody(socket: Socket, head: Buffer, filler: Buffer, bodyBytes: number): void {
  let left = bodyBytes;
  socket.write(head);
  const more = (): void => {
    while (left > 0 && !socket.destroyed) {
      const chunk = left < filler.length ? filler.subarray(0, left) : filler;
      left -= chunk.length;
      if (!socket.write(chunk)) {
        socket.once('drain', more);
        return;
      }
    }
  };
  more();
}
