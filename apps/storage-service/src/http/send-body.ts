import type { ServerResponse } from 'node:http';

import type { StreamedBody } from '../s3/answer.js';

/** How much goes to the socket at a time. Larger writes are what make large objects fast; more would only take memory. */
const WRITE_SIZE = 524_288;

interface Batch {
  readonly chunks: Buffer[];
  readonly size: number;
  readonly last: boolean;
}

/**
 * Sends a body of known length after its headers, in large writes, with the next one being made while one leaves. Returns the bytes sent.
 *
 * What goes wrong now cannot be said any more: the connection is broken off, so that the client never takes a part for the whole. A client
 * that goes away ends the iteration, and with it the reading of the disk.
 */
export async function sendBody(response: ServerResponse, body: StreamedBody): Promise<number> {
  const iterator = body.chunks[Symbol.asyncIterator]();
  let sent = 0;
  try {
    let batch = await nextBatch(iterator);
    while (!batch.last && !response.destroyed) {
      const left = write(response, batch.chunks);
      sent += batch.size;
      const following = nextBatch(iterator);
      // Both are waited for together: a failure of either must not go unheard while the other is pending.
      [batch] = left ? [await following] : await Promise.all([following, drained(response)]);
    }
    if (response.destroyed) throw new Error('the client went away');
    if (sent + batch.size !== body.length) throw new Error('the body has another length than was said');
    end(response, batch.chunks);
    return sent + batch.size;
  } catch (error) {
    const clientGone = response.destroyed;
    response.destroy();
    throw new SendFailure(sent, clientGone, { cause: error });
  } finally {
    await iterator.return?.();
  }
}

/** The status had left when this happened: it is for the log, not for the client. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure';

  constructor(
    readonly sent: number,
    /** Clients go away all the time; anything else is ours to look at. */
    readonly clientGone: boolean,
    options: { readonly cause: unknown },
  ) {
    super('a body could not be sent to its end', options);
  }
}

async function nextBatch(iterator: AsyncIterator<Buffer>): Promise<Batch> {
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < WRITE_SIZE) {
    const result = await iterator.next();
    if (result.done === true) return { chunks, size, last: true };
    chunks.push(result.value);
    size += result.value.length;
  }
  return { chunks, size, last: false };
}

/** Writes chunks as one, without copying them. False if the socket wants no more for now. */
function write(response: ServerResponse, chunks: readonly Buffer[]): boolean {
  if (chunks.length > 1) response.cork();
  let wantsMore = true;
  for (const chunk of chunks) wantsMore = response.write(chunk);
  if (chunks.length > 1) response.uncork();
  return wantsMore;
}

function end(response: ServerResponse, chunks: readonly Buffer[]): void {
  if (chunks.length <= 1) {
    response.end(chunks[0]);
    return;
  }
  write(response, chunks);
  response.end();
}

/** Resolves when the socket wants more, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed || !response.writableNeedDrain) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
