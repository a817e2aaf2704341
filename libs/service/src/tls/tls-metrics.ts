import { Counter, Gauge, type Registry } from 'prom-client';

/** What is counted of the certificates of one service, by door. */
export class TlsMetrics {
  readonly #reloads: Counter<'door' | 'outcome'>;
  readonly #expiry: Gauge<'door'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#reloads = new Counter({ name: 'coffer_tls_reloads_total', help: 'Changes of certificate files that were taken, and that were refused whole', labelNames: ['door', 'outcome'], registers });
    this.#expiry = new Gauge({ name: 'coffer_tls_certificate_expiry_timestamp_seconds', help: 'When the certificate in use ends', labelNames: ['door'], registers });
  }

  /** A door's certificate in use, until a time in milliseconds of the epoch. */
  show(door: string, expiresAtMs: number): void {
    for (const outcome of ['applied', 'refused']) this.#reloads.inc({ door, outcome }, 0);
    this.#expiry.set({ door }, expiresAtMs / 1_000);
  }

  count(door: string, outcome: 'applied' | 'refused'): void {
    this.#reloads.inc({ door, outcome });
  }
}
