import { Counter, Gauge, type Registry } from 'prom-client';
import type { Identities } from '@coffer/iam';

/** What is counted of the identities: that they are in force, and since when. */
export class IdentitiesMetrics {
  readonly #reloads: Counter<'outcome'>;
  readonly #lastSuccess: Gauge;
  readonly #users: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#reloads = new Counter({ name: 'coffer_identities_reloads_total', help: 'Changes of the identities that were taken, and that were refused whole', labelNames: ['outcome'], registers });
    this.#lastSuccess = new Gauge({ name: 'coffer_identities_last_success_timestamp_seconds', help: 'When the identities in force were read', registers });
    this.#users = new Gauge({ name: 'coffer_identities_users', help: 'Users of all accounts', registers });
    for (const outcome of ['applied', 'refused']) this.#reloads.inc({ outcome }, 0);
  }

  /** The identities that are in force, since a time in milliseconds of the epoch. */
  show({ userCount }: Identities, sinceMs: number): void {
    this.#users.set(userCount);
    this.#lastSuccess.set(sinceMs / 1_000);
  }

  count(outcome: 'applied' | 'refused'): void {
    this.#reloads.inc({ outcome });
  }
}
