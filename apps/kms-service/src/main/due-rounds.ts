import type { Log } from '@coffer/service';
import type { DueKeys } from '../operations/due-keys.js';

const ROUND_MS = 60_000;
/** How long after the start the first round comes. */
const FIRST_ROUND_MS = 5_000;

/** A clock that goes ahead of the machine's own steady one by more than this, between two rounds, was set. */
const JUMP_MS = 300_000;
/** What is due by such a clock waits so long: for the clock to be set right, or for somebody to see the warning. */
export const HOLD_MS = 3_600_000;

export interface DueRoundsOptions {
  readonly keys: Pick<DueKeys, 'run'>;
  readonly log: Log;
  /** The clock that dates are of. */
  readonly now: () => number;
  /** One that nobody sets, in milliseconds. */
  readonly steady: () => number;
}

/**
 * Has DueKeys do what is due, once a minute. A clock that was set ahead would end keys before their day: where that is seen, nothing is done for an hour.
 * It cannot be seen where the service was not running.
 */
export class DueRounds {
  readonly name = 'due keys';
  readonly #options: DueRoundsOptions;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #ahead: number;
  #heldUntil = 0;

  constructor(options: DueRoundsOptions) {
    this.#options = options;
    this.#ahead = options.now() - options.steady();
  }

  start(): void {
    this.#schedule(FIRST_ROUND_MS);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#round;
  }

  /** One round; what fails is logged. */
  async keep(): Promise<void> {
    const { keys, log } = this.#options;
    if (this.#isHeld()) return;
    try {
      await keys.run();
    } catch (err) {
      log.error('what is due of keys could not be looked at; it is tried again in a minute', { err });
    }
  }

  #isHeld(): boolean {
    const { now, steady, log } = this.#options;
    const ahead = now() - steady();
    if (ahead - this.#ahead > JUMP_MS) {
      this.#heldUntil = steady() + HOLD_MS;
      log.warn('the clock was set ahead: no key is deleted or rotated for an hour', { durationMs: Math.round(ahead - this.#ahead) });
    }
    this.#ahead = ahead;
    return steady() < this.#heldUntil;
  }

  #schedule(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#round = this.keep().then(() => {
        this.#schedule(ROUND_MS);
      });
    }, delayMs).unref();
  }
}
