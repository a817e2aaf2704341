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

  /** How to knock at one of the two doors. */
  settings(service: 's3' | 'kms'): ClientSettings {
    return { endpoint: this.endpoints[service], region: this.endpoints.region, credentials: this.credentials, maxAttempts: 3 };
  }

  destroy(): void {
    for (const made of this.#made.values()) made.destroy();
    this.#made.clear();
  }
}
