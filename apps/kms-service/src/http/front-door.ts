import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer, type ServerOptions } from 'node:https';
import { HttpDoor, requestUuid, type Log } from '@coffer/service';
import express from 'express';
import { KmsError } from '../errors/kms-error.js';
import { readRequest } from './http-request.js';
import type { Protocol, WireAnswer, WireRefusal } from './protocol.js';

export interface FrontDoorOptions {
  /** A row for each service. What none of them speaks is answered by the first. */
  readonly protocols: readonly [Protocol, ...Protocol[]];
  readonly log: Log;
  /** HTTPS if it is given. */
  readonly tls?: Pick<ServerOptions, 'cert' | 'key'> | undefined;
}

/** A request is short and comes at once; what takes longer is not a client of ours. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Longer than the idle time of usual clients and balancers, so that they, not we, close a connection that is about to be used. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

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

  /** A request that could not be read has no protocol yet, so the first one tells that. */
  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = requestUuid();
    let [protocol] = this.#options.protocols;
    try {
      const request = await readRequest(message);
      protocol = this.#options.protocols.find((candidate) => candidate.speaks(request)) ?? protocol;
      send(response, await protocol.serve(request, requestId));
    } catch (error) {
      // A client that went away in the middle of its request is not told anything.
      if (message.socket.destroyed) return;
      // The rest of a body that is too large is not read, so the connection cannot be used again.
      if (error instanceof KmsError && error.code === 'RequestEntityTooLargeException') response.setHeader('connection', 'close');
      this.#refuse(response, requestId, protocol.refusal(error, requestId));
    }
  }

  #refuse(response: ServerResponse, requestId: string, refusal: WireRefusal): void {
    const { code, logged } = refusal;
    if (logged !== undefined) this.#options.log.error('a request failed', { requestId, code, err: logged });
    send(response, refusal);
  }
}

function contextOf({ cert, key }: Pick<ServerOptions, 'cert' | 'key'>): ServerOptions {
  return { cert, key, minVersion: 'TLSv1.2' };
}

/** The one writer to the wire. */
function send(response: ServerResponse, { status, headers, body }: WireAnswer): void {
  response.writeHead(status, { ...headers, server: SERVER, 'content-length': body.length });
  response.end(body, () => body.fill(0));
}
