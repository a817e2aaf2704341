import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { HttpDoor } from '../door/http-door.js';
import type { Log } from '../log/create-log.js';
import type { Health, HealthReport } from './health.js';

export interface AdminServerOptions {
  readonly health: Health;
  readonly metrics: Registry;
  readonly log: Log;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(value)}\n` };
}

function readyJson({ ok, checks, reasons }: HealthReport): Answer {
  const told = reasons.size === 0 ? {} : { reasons: Object.fromEntries(reasons) };
  return json(ok ? 200 : 503, { status: ok ? 'ok' : 'failing', checks: Object.fromEntries(checks), ...told });
}

/** A line for each check: `store: ok`, `kms: degraded, ...reason`. */
function readyText({ ok, checks, reasons }: HealthReport): Answer {
  const lines = [...checks].map(([name, status]) => [`${name}: ${status}`, ...(reasons.has(name) ? [reasons.get(name)] : [])].join(', '));
  return { status: ok ? 200 : 503, type: 'text/plain; charset=utf-8', body: `${[...lines, ok ? 'ready' : 'not ready'].join('\n')}\n` };
}

/** By `Accept: text/plain` or `?format=text`; else JSON. */
function asksForText({ url, headers }: IncomingMessage): boolean {
  return url?.split('?')[1] === 'format=text' || headers.accept === 'text/plain';
}

const PROBE_METHODS: readonly (string | undefined)[] = ['GET', 'HEAD'];
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * The admin door: `/livez` (the process answers), `/readyz` (every check that does not merely inform passes, else 503; the checks by name, with reasons, as JSON or text), `/metrics` (Prometheus).
 *
 * It has no authentication, so it says nothing but names, states, counts and reasons that name settings, and listens on a port of its own that a network policy can
 * close.
 */
export class AdminServer {
  readonly #options: AdminServerOptions;
  readonly #door: HttpDoor;

  constructor(options: AdminServerOptions) {
    this.#options = options;
    const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => void this.#serve(request, response));
    this.#door = new HttpDoor(server);
  }

  listen(setting: string, host: string, port: number): Promise<number> {
    return this.#door.listen(setting, host, port);
  }

  close(): Promise<void> {
    return this.#door.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#answer(request).catch((err: unknown) => {
      this.#options.log.error('the admin door failed', { err });
      return json(500, { status: 'error' });
    });
    response.writeHead(answer.status, { 'content-type': answer.type, 'content-length': Buffer.byteLength(answer.body), 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    if (!PROBE_METHODS.includes(request.method)) return json(405, { status: 'method not allowed' });
    switch (request.url?.split('?')[0]) {
      case '/livez':
        return json(200, { status: 'ok' });
      case '/readyz': {
        const report = await this.#options.health.report();
        return asksForText(request) ? readyText(report) : readyJson(report);
      }
      case '/metrics':
        return { status: 200, type: this.#options.metrics.contentType, body: await this.#options.metrics.metrics() };
      default:
        return json(404, { status: 'not found' });
    }
  }
}
