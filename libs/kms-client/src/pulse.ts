import type { Breaker } from './breaker.js';

export interface PulseOptions {
  readonly breaker: Breaker;
  /** An empty call, which passes on what its answer says. Rejects if there was no answer within `deadlineMs`. */
  readonly ping: (deadlineMs: number) => Promise<unknown>;
  /** A ping was late: whatever the connection waits for is not worth waiting for. */
  readonly onLate: () => void;
  readonly isLate: (error: unknown) => boolean;
  readonly random: () => number;
}

/**
 * While all is well: a ping this often, whatever else is answered, because its answer says whether access has changed. A ping costs about 200 us
 * of a core, so a second is dear enough to tell of a change and cheap enough to forget.
 */
const CALM_PERIOD_MS = 1_000;
/** After a ping without an answer: this often, give or take half, so that clients do not knock together. Well under `RETRY_AFTER_SECONDS`. */
const TRIAL_PERIOD_MS = 250;
const PING_DEADLINE_MS = 1_000;

/**
 * Keeps the breaker true without users: an idle client learns that the service went away, and one whose breaker is open that it is back.
 * The first ping leaves at once. The timer does not keep the process alive.
 */
export class Pulse {
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(private readonly options: PulseOptions) {}

  start(): void {
    void this.#beat();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #beat(): Promise<void> {
    const { random } = this.options;
    const calm = await this.#ping();
    if (this.#stopped) return;
    const periodMs = calm ? CALM_PERIOD_MS : TRIAL_PERIOD_MS * (0.5 + random());
    this.#timer = setTimeout(() => void this.#beat(), periodMs);
    this.#timer.unref();
  }

  /** Whether there was an answer. */
  async #ping(): Promise<boolean> {
    const { breaker, ping, isLate, onLate } = this.options;
    try {
      await ping(PING_DEADLINE_MS);
      breaker.succeeded();
      return true;
    } catch (error) {
      if (this.#stopped) return false;
      breaker.failed();
      if (isLate(error)) onLate();
      return false;
    }
  }
}
