import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAllowedRequestHeader } from './request-headers.js';
import { exposedNames } from './response-headers.js';

export interface CorsOptions {
  /** Whose pages may call and read: exact origins, as browsers send them. None: nothing is allowed, and nothing is said about it. */
  readonly origins: readonly string[];
  /** What those pages may ask with. */
  readonly methods: readonly string[];
}

/** How long a browser may remember a preflight. A setting that is taken back holds for old pages after this. */
const MAX_AGE_SECONDS = 600;

/** Header names in one preflight; a request with the largest user metadata has fewer. */
export const REQUESTED_HEADERS_MAX = 128;

/** What an answer to a preflight depends on. */
const PREFLIGHT_VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/**
 * Lets pages of the origins that were named read this door's answers: the CORS protocol of https://fetch.spec.whatwg.org/#http-cors-protocol, by exact lists and
 * without credentials. It opens nothing by itself: every request must be signed all the same, and a browser keeps no signature.
 */
export class Cors {
  readonly #origins: Set<string>;
  readonly #methods: ReadonlySet<string>;

  constructor({ origins, methods }: CorsOptions) {
    this.#origins = new Set(origins);
    this.#methods = new Set(methods);
  }

  /** One origin more: that of a door whose port is known only once it is open. */
  allow(origin: string): void {
    this.#origins.add(origin);
  }

  /**
   * Answers a preflight from an allowed origin, which carries no signature and so comes before authentication, and returns true. False, having done nothing, for
   * everything else: it goes the way of every request.
   */
  answerPreflight(request: IncomingMessage, response: ServerResponse): boolean {
    const { origin, 'access-control-request-method': method } = request.headers;
    if (request.method !== 'OPTIONS' || method === undefined || hasBody(request) || !this.#allows(origin)) return false;
    const names = requestedHeaders(request);
    const granted = this.#methods.has(method) && names !== undefined && names.every(isAllowedRequestHeader);
    response.writeHead(granted ? 204 : 403, granted ? this.#grant(origin, names) : { vary: PREFLIGHT_VARY, 'content-length': 0 });
    response.end();
    return true;
  }

  /**
   * What an answer says to a page of `origin`, as names and values by turns: that it may be read, with every one of its own headers (`names`) that is not a
   * connection's. An origin that is not allowed gets nothing of that.
   */
  headersFor(origin: string | undefined, names: Iterable<string>): string[] {
    if (origin === undefined || this.#origins.size === 0) return [];
    if (!this.#origins.has(origin)) return ['Vary', 'Origin'];
    return ['Vary', 'Origin', 'Access-Control-Allow-Origin', origin, 'Access-Control-Expose-Headers', exposedNames(names)];
  }

  #allows(origin: string | undefined): origin is string {
    return origin !== undefined && this.#origins.has(origin);
  }

  #grant(origin: string, names: readonly string[]): Record<string, string> {
    return {
      vary: PREFLIGHT_VARY,
      'access-control-allow-origin': origin,
      'access-control-allow-methods': [...this.#methods].join(', '),
      ...(names.length > 0 && { 'access-control-allow-headers': names.join(', ') }),
      'access-control-max-age': String(MAX_AGE_SECONDS),
    };
  }
}

/** In lower case; undefined if they are too many. */
function requestedHeaders({ headers }: IncomingMessage): readonly string[] | undefined {
  const names = (headers['access-control-request-headers'] ?? '').toLowerCase().split(',').map((name) => name.trim()).filter((name) => name !== '');
  return names.length > REQUESTED_HEADERS_MAX ? undefined : names;
}

/** No browser sends a preflight with a body, and nobody here would read it. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
