import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer, type ServerOptions } from 'node:https';
import { HttpDoor, requestUuid, type Cors, type Log, type Tracing } from '@coffer/service';
import express from 'express';
import { KmsError } from '../errors/kms-error.js';
import type { AnsweredRequest, HttpObserver } from './http-observer.js';
import { readRequest } from './http-request.js';
import type { Protocol, WireAnswer } from './protocol.js';

export interface FrontDoorOptions {
  /** A row for each service. What none of them speaks is answered by the first. */
  readonly protocols: readonly [Protocol, ...Protocol[]];
  readonly log: Log;
  readonly observer?: HttpObserver | undefined;
  readonly tracing?: Tracing | undefined;
  /** Whose pages may call and read answers. */
  readonly cors: Cors;
  /** HTTPS if it is given. */
  readonly tls?: Pick<ServerOptions, 'cert' | 'key'> | undefined;
}

/** A request is short and comes at once; what takes longer is not a client of ours. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Longer than the idle time of usual clients and balancers, so that they, not we, close a connection that is about to be used. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

/** nginx's number for a client that was gone before its answer; never sent. */
const STATUS_BROKEN_OFF = 499;
/** From here on a status says that it is our fault, which is what a span calls an error. */
const STATUS_OURS = 500;
/** As storage-service calls itself: clients that look for what is wrong can tell us from what else may answer. */
const SERVER = 'Coffer';

/** The door for people and AWS's SDKs: several of AWS's services over HTTP, signed with Signature Version 4, told apart by their protocols. */
export class FrontDoor {
  readonly name = 'front door';
  readonly #options: FrontDoorOptions;
  readonly #server: Server;
  readonly #door: HttpDoor;

  constructor(options: FrontDoorOptions) {
    this.#options = options;
    const app = express();
    app.disable('x-powered-by').disable('etag').set('query parser', false);
    app.use((request, response) => this.#serve(request, response));
    const settings = { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS };
    this.#server = options.tls === undefined ? createServer(settings, app) : createTlsServer({ ...settings, ...contextOf(options.tls) }, app);
    this.#door = new HttpDoor(this.#server);
  }

  /** New connections see these from now on; those that stand go on. Throws, and changes nothing, if they do not fit together. */
  renewTls(tls: Pick<ServerOptions, 'cert' | 'key'>): void {
    if (this.#server instanceof TlsServer) this.#server.setSecureContext(contextOf(tls));
  }

  listen(setting: string, host: string, port: number): Promise<number> {
    return this.#door.listen(setting, host, port);
  }

  close(): Promise<void> {
    return this.#door.close();
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { cors, tracing } = this.#options;
    if (message.method === 'OPTIONS' && cors.answerPreflight(message, response)) return;
    const requestId = requestUuid();
    if (tracing === undefined) {
      await this.#answer(message, response, requestId);
      return;
    }
    const span = tracing.server('KMS', message.headers['traceparent'], { 'http.request.method': message.method ?? '', 'aws.request_id': requestId });
    const { api, operation, status, code } = await tracing.within(span, () => this.#answer(message, response, requestId));
    span.rename(`${api} ${operation}`);
    span.set({ 'http.response.status_code': status });
    span.end(status >= STATUS_OURS ? code : undefined);
  }

  /** A request that could not be read has no protocol yet, so the first one tells that. */
  async #answer(message: IncomingMessage, response: ServerResponse, requestId: string): Promise<AnsweredRequest> {
    const started = performance.now();
    let [protocol] = this.#options.protocols;
    let operation: string | undefined;
    let outcome: { readonly status: number; readonly code?: string };
    try {
      const request = await readRequest(message);
      protocol = this.#options.protocols.find((candidate) => candidate.speaks(request)) ?? protocol;
      operation = protocol.operationOf(request);
      const answer = await protocol.serve(request, requestId);
      this.#send(message, response, answer);
      outcome = { status: answer.status };
    } catch (error) {
      outcome = this.#refuse(message, response, requestId, protocol, error);
    }
    const answered = { api: protocol.signingName, operation: operation ?? 'none', ...outcome, seconds: (performance.now() - started) / 1_000 };
    this.#options.observer?.answered(answered);
    return answered;
  }

  #refuse(message: IncomingMessage, response: ServerResponse, requestId: string, protocol: Protocol, error: unknown): { readonly status: number; readonly code: string } {
    const refusal = protocol.refusal(error, requestId);
    const { code, logged, status } = refusal;
    // A client that went away in the middle of its request is not told anything.
    if (message.socket.destroyed) return { status: STATUS_BROKEN_OFF, code };
    // The rest of a body that is too large is not read, so the connection cannot be used again.
    if (error instanceof KmsError && error.code === 'RequestEntityTooLargeException') response.setHeader('connection', 'close');
    if (logged !== undefined) this.#options.log.error('a request failed', { requestId, code, err: logged });
    this.#send(message, response, refusal);
    return { status, code };
  }

  /** The one writer to the wire. */
  #send(message: IncomingMessage, response: ServerResponse, { status, headers, body }: WireAnswer): void {
    const own = Object.entries({ ...headers, server: SERVER, 'content-length': String(body.length) }).flat();
    response.writeHead(status, [...own, ...this.#options.cors.headersFor(message.headers.origin, Object.keys(headers))]);
    response.end(body, () => body.fill(0));
  }
}

function contextOf({ cert, key }: Pick<ServerOptions, 'cert' | 'key'>): ServerOptions {
  return { cert, key, minVersion: 'TLSv1.2' };
}
