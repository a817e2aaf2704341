import type { Credentials } from './credentials.js';
import type { Endpoints } from './endpoints.js';

interface Destroyable {
  destroy(): void;
}

export interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly maxAttempts: number;
  readonly requestHandler: { readonly cache: 'no-store' };
}

/**
 * What one session holds: the SDK's clients, transfers that are under way. Each is made when it is first asked for: a page brings what makes it,
 * so that what it weighs loads with the page. All of it ends with the session.
 */
export class Clients {
  readonly #made = new Map<unknown, Destroyable>();

  constructor(
    readonly endpoints: Endpoints,
    readonly credentials: Credentials,
  ) {}

  /** One of a kind; `make` is also what it is known by. */
  of<T extends Destroyable>(make: (clients: Clients) => T): T {
    const held = this.#made.get(make) as T | undefined;
    if (held !== undefined) return held;
    const made = make(this);
    this.#made.set(make, made);
    return made;
  }

  /**
   * How to knock at one of the two doors. A browser would keep a body of S3, which names the time of its last change, and give it out again when its key is disabled
   * long since: nothing that was sealed stays in the browser's cache. https://www.rfc-editor.org/rfc/rfc9111#section-4.2.2
   */
  settings(service: 's3' | 'kms'): ClientSettings {
    return { endpoint: this.endpoints[service], region: this.endpoints.region, credentials: this.credentials, maxAttempts: 3, requestHandler: { cache: 'no-store' } };
  }

  destroy(): void {
    for (const made of this.#made.values()) made.destroy();
    this.#made.clear();
  }
}
