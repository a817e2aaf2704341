/** How one hop came out. `skipped` says that it could not be tried, or was not asked for. */
export type HopState = 'ok' | 'failed' | 'skipped';

export interface HopResult {
  readonly hop: string;
  readonly state: HopState;
  /** What was found, what is wrong, or why it was skipped: one line, without a secret. */
  readonly detail: string;
  /** What to do, for a hop that failed. */
  readonly remedy?: string;
}

/** A hop failed: the message says what is wrong, `remedy` what to do and which setting to look at. */
export class HopFailure extends Error {
  override readonly name = 'HopFailure';

  constructor(message: string, readonly remedy: string) {
    super(message);
  }
}

/** A hop cannot be tried, or was not asked for; the message says why. */
export class HopSkipped extends Error {
  override readonly name = 'HopSkipped';
}

/** What a hop found: a line for people, and a value for the hops after it. */
export interface Found<T> {
  readonly detail: string;
  readonly value: T;
}
