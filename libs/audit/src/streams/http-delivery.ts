import type { Delivery } from './delivery.js';

/** How lines become the body of a request. */
export type BodyOf = (lines: readonly string[]) => string;

/** Posts batches of JSON. Anything but an answer of 2xx is a failure, and redirections are not followed: a secret goes to nobody else. */
export class HttpDelivery implements Delivery {
  readonly #url: string;
  readonly #bodyOf: BodyOf;
  readonly #headers: () => Readonly<Record<string, string>>;

  constructor(url: string, bodyOf: BodyOf, headers: () => Readonly<Record<string, string>> = () => ({})) {
    this.#url = url;
    this.#bodyOf = bodyOf;
    this.#headers = headers;
  }

  async send(lines: readonly string[], signal: AbortSignal): Promise<void> {
    const headers = { 'content-type': 'application/json', ...this.#headers() };
    const response = await fetch(this.#url, { method: 'POST', headers, body: this.#bodyOf(lines), redirect: 'manual', signal });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the receiver answered ${String(response.status)}`);
  }

  close(): void {
    // Connections are the runtime's.
  }
}

/** What a webhook gets: a JSON array of records. */
export function jsonArray(lines: readonly string[]): string {
  return `[${lines.join(',')}]`;
}
