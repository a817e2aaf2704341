import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';

import express from 'express';

import { answerBrokenRequests } from './broken-request.js';
import { Exchange } from './exchange.js';
import { serve, type ServeDeps } from './serve.js';

/** Request line and headers; a presigned URL and the largest encryption context fit in half of it. */
export const HEADERS_SIZE_MAX = 32_768;
const HEADERS_COUNT_MAX = 200;
/** From the connection, or the end of the last request, to the end of the headers. */
const HEADERS_TIMEOUT_MS = 30_000;
/** An idle connection is kept a little longer than load balancers keep theirs, so that they and not we end it. */
const KEEP_ALIVE_MS = 75_000;

export interface ServerTimes {
  /** No byte either way in the middle of a request or answer. A slow client is fine, a silent one is not. */
  readonly silenceMs: number;
}

export interface ServerTls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The S3 server, on HTTPS if there is a certificate. Not listening yet. */
export function createS3Server(deps: ServeDeps, times: ServerTimes, tls?: ServerTls): Server {
  const options: ServerOptions = {
    maxHeaderSize: HEADERS_SIZE_MAX,
    headersTimeout: HEADERS_TIMEOUT_MS,
    // Uploads may take hours; `silenceMs` ends those that have stopped.
    requestTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    noDelay: true,
    insecureHTTPParser: false,
  };
  const app = corridor(deps);
  const server = tls === undefined ? createServer(options, app) : createTlsServer({ ...options, ...contextOf(tls) }, app);
  server.maxHeadersCount = HEADERS_COUNT_MAX;
  server.timeout = times.silenceMs;
  // `100 Continue` is written by the body when its first byte is asked for.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => server.emit('request', request, response));
  answerBrokenRequests(server, deps.hostId);
  return server;
}

/** New connections see this certificate from now on; those that stand go on. Throws, and changes nothing, if it is none. A server of plain HTTP has none. */
export function renewTls(server: Server, tls: ServerTls): void {
  if (server instanceof TlsServer) server.setSecureContext(contextOf(tls));
}

function contextOf({ cert, key }: ServerTls): ServerTls & { readonly minVersion: 'TLSv1.2' } {
  return { cert, key, minVersion: 'TLSv1.2' };
}

/** One `use` and nothing else: every layer of Express costs each small object as much as its parsing. */
function corridor(deps: ServeDeps): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  // Whatever Express itself may answer, it shows no stack.
  app.set('env', 'production');
  app.use((request, response) => {
    void serve(deps, new Exchange(request, response));
  });
  return app;
}
