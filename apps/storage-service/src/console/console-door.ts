import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

import { HttpDoor, requestId, type Log } from '@coffer/service';

import type { StorageSettings } from '../config/settings.js';
import { Exchange } from '../http/exchange.js';
import { renewTls, type ServerTls } from '../http/server.js';

import { addressesFor, type Addresses } from './addresses.js';
import { fileAnswer, jsonAnswer, type ConsoleAnswer } from './console-answer.js';
import type { KnownFile } from './known-files.js';
import type { OverviewDesk } from './overview-desk.js';
import { securityHeaders } from './security-headers.js';

export interface ConsoleDoorOptions {
  readonly settings: StorageSettings;
  readonly files: ReadonlyMap<string, KnownFile>;
  readonly s3Port: number;
  readonly version: string;
  readonly overview: OverviewDesk;
  readonly log: Log;
  readonly tls?: ServerTls | undefined;
}

/** Requests here are short, so the limits are far below those of the S3 door. */
const HEADERS_SIZE_MAX = 16_384;
const HEADERS_COUNT_MAX = 100;
const REQUEST_TIMEOUT_MS = 15_000;
const KEEP_ALIVE_MS = 15_000;
const CONNECTIONS_MAX = 256;

/**
 * The console's door: its files, where the services are (`/config.json`), and what only this process knows (`/overview.json`, signed). It holds no secret and
 * does nothing for anybody: the page calls the two services itself, by the keys of whoever signed in.
 */
export class ConsoleDoor {
  readonly name = 'console door';
  readonly #options: ConsoleDoorOptions;
  readonly #server: Server;
  readonly #door: HttpDoor;

  constructor(options: ConsoleDoorOptions) {
    this.#options = options;
    const limits = { maxHeaderSize: HEADERS_SIZE_MAX, requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS };
    const listener = (request: IncomingMessage, response: ServerResponse): void => void this.#serve(request, response);
    const { tls } = options;
    this.#server = tls === undefined ? createServer(limits, listener) : createTlsServer({ ...limits, ...tls, minVersion: 'TLSv1.2' }, listener);
    this.#server.maxHeadersCount = HEADERS_COUNT_MAX;
    this.#server.maxConnections = CONNECTIONS_MAX;
    this.#door = new HttpDoor(this.#server);
  }

  listen(host: string, port: number): Promise<number> {
    return this.#door.listen('COFFER_CONSOLE_PORT', host, port);
  }

  /** New connections see this certificate from now on. */
  renewTls(tls: ServerTls): void {
    renewTls(this.#server, tls);
  }

  close(): Promise<void> {
    return this.#door.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { settings, s3Port, log } = this.#options;
    const addresses = addressesFor(request.headers.host ?? '', settings, s3Port);
    const answer = await this.#answer(request, response, addresses).catch((err: unknown) => {
      log.error('the console door failed', { err });
      return jsonAnswer(500, { code: 'InternalError', message: 'We encountered an internal error. Please try again.' });
    });
    const shared = { ...(addresses && securityHeaders(addresses)), 'x-amz-request-id': requestId() };
    response.writeHead(answer.status, { ...shared, ...answer.headers, 'content-length': answer.body.length });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  async #answer(request: IncomingMessage, response: ServerResponse, addresses: Addresses | undefined): Promise<ConsoleAnswer> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return jsonAnswer(405, { code: 'MethodNotAllowed', message: 'The console is only read.' }, { allow: 'GET, HEAD', connection: 'close' });
    }
    if (addresses === undefined) return jsonAnswer(400, { code: 'InvalidRequest', message: 'The Host header names no host.' });
    const exchange = new Exchange(request, response);
    const path = exchange.rawPath;
    if (path === '/config.json') return jsonAnswer(200, this.#config(addresses));
    if (path === '/overview.json') return this.#options.overview.answer(exchange);
    const file = this.#options.files.get(path === '/' ? '/index.html' : path);
    if (file === undefined) return jsonAnswer(404, { code: 'NotFound', message: 'The console has no such file.' });
    return fileAnswer(file, request.headers['accept-encoding']);
  }

  /** What a page needs before anybody has signed in. */
  #config(addresses: Addresses): object {
    const { settings: { region, accountId }, version } = this.#options;
    return { ...addresses, region, accountId, version };
  }
}
