import type { IncomingMessage, ServerResponse } from 'node:http';

import { StorageError } from '../errors/storage-error.js';

interface Waiter {
  readonly resolve: (result: IteratorResult<Buffer, undefined>) => void;
  readonly reject: (error: StorageError) => void;
}

const END: IteratorResult<Buffer, undefined> = { done: true, value: undefined };

/** How much is held for a reader that is slower than the socket; the socket is then paused. */
const HELD_SIZE_MAX = 262_144;

/**
 * The bytes of a request, pulled: the socket gives no more than the reader takes, and a client that waits for `100 Continue` is told to go
 * on when the first byte is asked for, so a refused request never sends its body.
 *
 * Throws IncompleteBody if the client goes away before the end, RequestTimeout if it stays and sends nothing. Written by hand because the
 * iterator of a node stream costs a small upload more than its cryptography, and destroys the socket of a reader that stops early, so that
 * the client would never see why.
 */
export class RequestBodySource implements AsyncIterable<Buffer>, AsyncIterator<Buffer, undefined> {
  #begun = false;
  #flowing = false;
  #received = 0;
  #held: Buffer[] = [];
  #heldSize = 0;
  #waiter: Waiter | undefined;
  #failure: StorageError | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  /** Bytes that were taken from the socket so far. */
  get received(): number {
    return this.#received;
  }

  /** Whether the client waits to be told to send its body, and has not been. */
  get awaitsContinue(): boolean {
    return !this.#begun && this.request.headers.expect !== undefined;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Buffer, undefined>> {
    if (!this.#begun) this.#begin();
    const chunk = this.#take();
    if (chunk !== undefined) return Promise.resolve({ done: false, value: chunk });
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.request.complete && this.request.readableLength === 0) return Promise.resolve(END);
    return this.#wait();
  }

  return(): Promise<IteratorResult<Buffer, undefined>> {
    return Promise.resolve(END);
  }

  /** Lets what is still to come pass unread. */
  discard(): void {
    this.request.off('data', this.#onData);
    this.#held = [];
    this.request.resume();
  }

  #begin(): void {
    this.#begun = true;
    if (this.request.headers.expect !== undefined) this.response.writeContinue();
  }

  /** What is at hand. Before the stream flows, that is what came with the headers: a small body is often whole already. */
  #take(): Buffer | undefined {
    if (this.#flowing) {
      const chunk = this.#held.shift();
      if (chunk !== undefined) this.#heldSize -= chunk.length;
      return chunk;
    }
    const chunk = this.request.read() as Buffer | null;
    this.#received += chunk?.length ?? 0;
    return chunk ?? undefined;
  }

  #wait(): Promise<IteratorResult<Buffer, undefined>> {
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
      if (this.#flowing) this.request.resume();
      else this.#flow();
    });
  }

  #flow(): void {
    this.#flowing = true;
    this.request.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose).on('timeout', this.#onTimeout);
    this.request.on('error', this.#onClose);
    if (this.request.destroyed) this.#onClose();
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#received += chunk.length;
    const waiter = this.#waiter;
    if (waiter !== undefined) {
      this.#waiter = undefined;
      waiter.resolve({ done: false, value: chunk });
      return;
    }
    this.#held.push(chunk);
    this.#heldSize += chunk.length;
    if (this.#heldSize >= HELD_SIZE_MAX) this.request.pause();
  };

  readonly #onEnd = (): void => {
    this.#waiter?.resolve(END);
    this.#waiter = undefined;
  };

  readonly #onClose = (): void => {
    if (this.request.complete) return;
    this.#fail(new StorageError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header'));
  };

  /** Silence is the client's fault only while we wait for it. */
  readonly #onTimeout = (): void => {
    if (this.#waiter === undefined) return;
    const message = 'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.';
    this.#fail(new StorageError('RequestTimeout', message));
  };

  #fail(failure: StorageError): void {
    this.#failure ??= failure;
    this.#waiter?.reject(this.#failure);
    this.#waiter = undefined;
  }
}
