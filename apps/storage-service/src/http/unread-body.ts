import type { IncomingMessage } from 'node:http';

import type { RequestBodySource } from './request-body.js';

/** Bytes still to come up to which a connection is worth keeping for the next request. */
export const KEEP_SIZE_MAX = 1_048_576;
/** The most that is read of a body that nobody wants, so that its sender, who is busy sending, gets to read the answer. */
export const DRAIN_SIZE_MAX = 67_108_864;
const DRAIN_TIME_MAX_MS = 5_000;

/**
 * What becomes of the connection of a request whose body was not read to its end: `keep` (there is none, or it is small and passes unread), or
 * `close` after a bounded drain. A socket that is closed with bytes unread resets the connection, and the client may lose the answer.
 */
export function fateOfConnection(request: IncomingMessage, body: RequestBodySource): 'keep' | 'close' {
  if (request.complete) return 'keep';
  const length = request.headers['content-length'];
  if (length === undefined && request.headers['transfer-encoding'] === undefined) return 'keep';
  if (body.awaitsContinue || length === undefined) return 'close';
  return Number(length) - body.received <= KEEP_SIZE_MAX ? 'keep' : 'close';
}

/** Reads and forgets, until the end of the body, of the limit, or of the patience. */
export function drain(request: IncomingMessage, body: RequestBodySource): Promise<void> {
  if (body.awaitsContinue || request.complete || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let drained = 0;
    const timer = setTimeout(done, DRAIN_TIME_MAX_MS);
    function count(chunk: Buffer): void {
      drained += chunk.length;
      if (drained > DRAIN_SIZE_MAX) done();
    }
    function done(): void {
      clearTimeout(timer);
      request.off('data', count).off('end', done).off('close', done);
      resolve();
    }
    body.discard();
    request.on('data', count).on('end', done).on('close', done);
  });
}
