/**
 * Whether one thing works: true, or why not, in one line of ours that names what to look at. The answer is not authenticated, so a reason tells no path, address
 * or name out of a document. False is a failure without a reason; throwing, or taking too long, is one too.
 */
export type HealthCheck = () => boolean | string | Promise<boolean | string>;

/** `degraded`: a check that informs does not pass. */
export type CheckStatus = 'ok' | 'failing' | 'degraded';

export interface HealthReport {
  readonly ok: boolean;
  readonly checks: ReadonlyMap<string, CheckStatus>;
  /** Of the checks that do not pass. */
  readonly reasons: ReadonlyMap<string, string>;
}

export interface CheckOptions {
  /** The service stays ready without it: others are served, and a restart would not bring it back. */
  readonly informs?: boolean;
}

/** A check that does not answer within this is failing; probes themselves wait about as long. */
export const CHECK_DEADLINE_MS = 1_000;

interface Named {
  readonly check: HealthCheck;
  readonly informs: boolean;
}

/** Why a check does not pass; undefined if it does. */
async function faultOf(check: HealthCheck): Promise<string | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => {
    resolve(`did not answer within ${String(CHECK_DEADLINE_MS)} ms`);
  }, CHECK_DEADLINE_MS);
  try {
    const answer = await Promise.race([check(), late]);
    if (answer === true) return undefined;
    return answer === false ? 'does not work' : answer;
  } catch {
    return 'failed; the log may tell why';
  } finally {
    clearTimeout(timer);
  }
}

/** Named checks that say whether the service should be sent requests, and why not. */
export class Health {
  readonly #checks = new Map<string, Named>();

  add(name: string, check: HealthCheck, { informs = false }: CheckOptions = {}): void {
    if (this.#checks.has(name)) throw new Error(`two health checks are named ${name}`);
    this.#checks.set(name, { check, informs });
  }

  async report(): Promise<HealthReport> {
    const results = await Promise.all([...this.#checks].map(async ([name, { check, informs }]) => ({ name, informs, fault: await faultOf(check) })));
    const checks = new Map(results.map(({ name, informs, fault }) => [name, statusOf(fault, informs)]));
    const reasons = new Map(results.flatMap(({ name, fault }) => (fault === undefined ? [] : [[name, fault] as const])));
    return { ok: results.every(({ informs, fault }) => informs || fault === undefined), checks, reasons };
  }
}

function statusOf(fault: string | undefined, informs: boolean): CheckStatus {
  if (fault === undefined) return 'ok';
  return informs ? 'degraded' : 'failing';
}
