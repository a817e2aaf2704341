/** Whether one thing works. Throwing, or taking too long, is no. */
export type HealthCheck = () => boolean | Promise<boolean>;

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: ReadonlyMap<string, 'ok' | 'failing'>;
}

/** A check that does not answer within this is failing; probes themselves wait about as long. */
export const CHECK_DEADLINE_MS = 1_000;

async function passes(check: HealthCheck): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => {
    resolve(false);
  }, CHECK_DEADLINE_MS);
  try {
    return await Promise.race([check(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Named checks that say whether the service should be sent requests. The answer has the names and no more: it is not authenticated. */
export class Health {
  readonly #checks = new Map<string, HealthCheck>();

  add(name: string, check: HealthCheck): void {
    if (this.#checks.has(name)) throw new Error(`two health checks are named ${name}`);
    this.#checks.set(name, check);
  }

  async report(): Promise<HealthReport> {
    const results = await Promise.all([...this.#checks].map(async ([name, check]) => [name, await passes(check)] as const));
    const checks = new Map(results.map(([name, ok]) => [name, ok ? ('ok' as const) : ('failing' as const)]));
    return { ok: results.every(([, ok]) => ok), checks };
  }
}
