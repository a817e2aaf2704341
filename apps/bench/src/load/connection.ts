import { connect, type Socket } from 'node:net';

import { ResponseReader, type Answer } from '../http1/response-reader.js';

const READ_BUFFER_BYTES = 262_144;

/** Writes one request; resolves when all of it has been handed to the system. */
export type WriteRequest = (socket: Socket) => void;

/**
 * One keep-alive connection with one request at a time under way.
 *
 * It reads into one buffer for its whole life and calls back without promises: at thousands of requests a second the client must cost
 * less than what it measures.
 */
export class Connection {
  readonly #reader = new ResponseReader();
  readonly #socket: Socket;
  #onAnswer: ((answer: Answer) => void) | undefined;
  #onFailure: ((error: Error) => void) | undefined;

  private constructor(port: number) {
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
        callback: (length, buffer) => {
          this.#take(buffer, length);
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => this.#onFailure?.(error));
    this.#socket.on('close', () => this.#onFailure?.(new Error('the server closed the connection before it answered')));
  }

  static async open(port: number): Promise<Connection> {
    const connection = new Connection(port);
    await new Promise<void>((resolve, reject) => {
      connection.#onFailure = reject;
      connection.#socket.once('connect', resolve);
    });
    return connection;
  }

  /** Sends a request. Exactly one of the callbacks is called, once. */
  send(write: WriteRequest, onAnswer: (answer: Answer) => void, onFailure: (error: Error) => void): void {
    this.#onAnswer = onAnswer;
    this.#onFailure = onFailure;
    write(this.#socket);
  }

  close(): void {
    this.#onFailure = undefined;
    this.#socket.destroy();
  }

  #take(buffer: Uint8Array, length: number): void {
    try {
      const answer = this.#reader.push(Buffer.from(buffer.buffer, buffer.byteOffset, length));
      if (answer !== undefined) this.#onAnswer?.(answer);
    } catch (error) {
      this.#onFailure?.(error instanceof Error ? error : new Error(String(error)));
      this.close();
    }
  }
}
