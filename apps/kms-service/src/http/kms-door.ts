import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { HttpDoor, requestUuid, type Log } from '@coffer/service';
import express from 'express';
import { toKmsError, type KmsError } from '../errors/kms-error.js';
import { handle, type Corridor } from './handle.js';
import { readRequest } from './http-request.js';

export interface KmsDoorOptions extends Corridor {
  readonly log: Log;
  /** HTTPS if it is given. */
  readonly tls?: Pick<ServerOptions, 'cert' | 'key'> | undefined;
}

const CONTENT_TYPE = 'application/x-amz-json-1.1';

/** A request is short and comes at once; what takes longer is not a client of ours. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Longer than the idle time of usual clients and balancers, so that they, not we, close a connection that is about to be used. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

/** The door for people and AWS's SDKs: AWS JSON 1.1 over HTTP, signed with Signature Version 4. */
export class KmsDoor {
  readonly name = 'KMS door';
  readonly #options: KmsDoorOptions;
  readonly #door: HttpDoor;

  constructor(options: KmsDoorOptions) {
    this.#options = options;
    const app = express();
    app.disable('x-powered-by').disable('etag').set('query parser', false);
    app.use((request, response) => this.#serve(request, response));
    const settings = { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS };
    this.#door = new HttpDoor(options.tls === undefined ? createServer(settings, app) : createTlsServer({ ...settings, ...options.tls, minVersion: 'TLSv1.2' }, app));
  }

  listen(setting: string, host: string, port: number): Promise<number> {
    return this.#door.listen(setting, host, port);
  }

  close(): Promise<void> {
    return this.#door.close();
  }

  /** The one writer of answers. */
  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = requestUuid();
    try {
      answer(response, 200, requestId, await handle(this.#options, await readRequest(message), requestId));
    } catch (error) {
      // A client that went away in the middle of its request is not told anything.
      if (message.socket.destroyed) return;
      this.#refuse(response, requestId, toKmsError(error));
    }
  }

  #refuse(response: ServerResponse, requestId: string, error: KmsError): void {
    const { code, message, fault } = error;
    if (fault === 'server') this.#options.log.error('a request failed', { requestId, code, err: error });
    // The rest of a body that is too large is not read, so the connection cannot be used again.
    if (code === 'RequestEntityTooLargeException') response.setHeader('connection', 'close');
    response.setHeader('x-amzn-ErrorType', code);
    answer(response, statusOf(error), requestId, Buffer.from(JSON.stringify({ __type: code, message })));
  }
}

function statusOf({ code, fault }: KmsError): number {
  if (code === 'RequestEntityTooLargeException') return 413;
  return fault === 'client' ? 400 : 500;
}

function answer(response: ServerResponse, status: number, requestId: string, body: Buffer): void {
  response.writeHead(status, {
    'content-type': CONTENT_TYPE,
    'content-length': body.length,
    'cache-control': 'no-cache, no-store, must-revalidate, private',
    'x-amzn-requestid': requestId,
  });
  response.end(body, () => body.fill(0));
}
