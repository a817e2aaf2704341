import { KmsClientError, type KmsClientErrorCode } from '@coffer/kms-client';

/** How long the KMS's refusal of a token is taken. Short: a token that the KMS opens once more, as when its key is back, is asked for soon. */
export const REFUSALS_HELD_MS = 5_000;
/** Refusals that are held, some hundred bytes each. */
export const REFUSALS_HELD_MAX = 10_000;

/** What says something of the token itself, and not of the moment. */
const LASTING = new Set<KmsClientErrorCode>(['UnrecognizedClientException', 'ExpiredTokenException']);

interface Refusal {
  readonly untilMs: number;
  readonly error: KmsClientError;
}

/** Refusals of session tokens, held for a moment and bounded, so that whoever repeats a token that is none costs the KMS nothing. The oldest is forgotten first. */
export class RefusedTokens {
  readonly #now: () => number;
  readonly #limit: number;
  readonly #held = new Map<string, Refusal>();

  constructor(now: () => number, limit = REFUSALS_HELD_MAX) {
    this.#now = now;
    this.#limit = limit;
  }

  /** Throws the refusal that is held under a name. */
  assertNone(name: string): void {
    const refusal = this.#held.get(name);
    if (refusal === undefined) return;
    if (refusal.untilMs > this.#now()) throw refusal.error;
    this.#held.delete(name);
  }

  /** Holds an error, if it is one that says something of the token. */
  hold(name: string, error: unknown): void {
    if (!(error instanceof KmsClientError) || !LASTING.has(error.code)) return;
    this.#held.delete(name);
    this.#held.set(name, { untilMs: this.#now() + REFUSALS_HELD_MS, error });
    if (this.#held.size <= this.#limit) return;
    const [oldest] = this.#held.keys();
    if (oldest !== undefined) this.#held.delete(oldest);
  }

  clear(): void {
    this.#held.clear();
  }
}
