import { explainError } from './explain-error.js';
import { HopFailure, HopSkipped, type Found, type HopResult } from './hop.js';

export interface HopOptions {
  /** Hops without which this one cannot be tried. */
  readonly needs?: readonly string[];
  /** Seconds more than others have, for a hop that waits for something. */
  readonly moreSeconds?: number;
}

/** A signal that is given up by the hop's deadline. */
type Work<T> = (signal: AbortSignal) => Promise<Found<T>>;

/** Runs hops one after another, each within its time, and keeps what came of them. A hop that fails ends none but those that need it. */
export class Checkup {
  readonly results: HopResult[] = [];
  readonly #seconds: number;
  readonly #onResult: (result: HopResult) => void;

  constructor(seconds: number, onResult: (result: HopResult) => void) {
    this.#seconds = seconds;
    this.#onResult = onResult;
  }

  /** What the hop found; undefined if it failed or was skipped. Never throws. */
  async hop<T>(hop: string, { needs = [], moreSeconds = 0 }: HopOptions, work: Work<T>): Promise<T | undefined> {
    const missing = needs.find((need) => this.results.every((result) => result.hop !== need || result.state !== 'ok'));
    if (missing !== undefined) return this.#add({ hop, state: 'skipped', detail: `needs ${missing}` });
    try {
      const { detail, value } = await within(this.#seconds + moreSeconds, work);
      this.#add({ hop, state: 'ok', detail });
      return value;
    } catch (error) {
      if (error instanceof HopSkipped) return this.#add({ hop, state: 'skipped', detail: error.message });
      const { message: detail, remedy } = error instanceof HopFailure ? error : explainError(error);
      return this.#add({ hop, state: 'failed', detail, remedy });
    }
  }

  #add(result: HopResult): undefined {
    this.results.push(result);
    this.#onResult(result);
  }
}

/** The work's own outcome, or a failure when its time is over, whether or not it heeds the signal. */
async function within<T>(seconds: number, work: Work<T>): Promise<Found<T>> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // The failure first: what the work throws because of the signal says less.
      reject(new HopFailure(`no answer within ${seconds} s`, 'see whether the service hangs (its /readyz and log), or give --timeout more seconds'));
      controller.abort();
    }, seconds * 1_000);
  });
  // In a function of its own, so that what is thrown at once is a rejection as well.
  const working = (async () => work(controller.signal))();
  working.catch(() => undefined);
  return Promise.race([working, late]).finally(() => { clearTimeout(timer); });
}
