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
 * The SDK's clients of one session, each made when it is first asked for: a page brings the class, so that what it weighs loads with the page.
 */
export class Clients {
  readonly #made = new Map<unknown, Destroyable>();

  constructor(
    readonly endpoints: Endpoints,
    readonly credentials: Credentials,
  ) {}

  /** One client a class. `service` says at which of the two doors it knocks. */
  of<T extends Destroyable>(service: 's3' | 'kms', make: (settings: ClientSettings) => T): T {
    const held = this.#made.get(make) as T | undefined;
    if (held !== undefined) return held;
    const client = make({ endpoint: this.endpoints[service], region: this.endpoints.region, credentials: this.credentials, maxAttempts: 3 });
    this.#made.set(make, client);
    return client;
  }

  destroy(): void {
    for (const client of this.#made.values()) client.destroy();
    this.#made.clear();
  }
}
