/**
 * Whether the key service is worth asking.
 *
 *     closed  --FAILURES_TO_OPEN failures in a row-->  open  --one answer-->  closed
 *
 * Closed, calls travel. Open, they fail at once, and only the pulse's pings travel: a ping is the trial that other breakers
 * make with a user's request, so no user waits to find out that the service is still away. An answer is any answer, refusals too.
 */
export class Breaker {
  #failures = 0;
  #open = false;
  #answered = false;

  constructor(
    /** Told when it opens, so that what waits can be refused. */
    private readonly onOpen: () => void = () => undefined,
    private readonly failuresToOpen = FAILURES_TO_OPEN,
  ) {}

  get open(): boolean {
    return this.#open;
  }

  /** Closed, and because of an answer: before the first one nothing is known. */
  get healthy(): boolean {
    return !this.#open && this.#answered;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#open = false;
    this.#answered = true;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#open || this.#failures < this.failuresToOpen) return;
    this.#open = true;
    this.onOpen();
  }
}

/** Enough that one lost connection, with its calls and their retries, does not open it. */
export const FAILURES_TO_OPEN = 5;
