import type { Metadata } from '@grpc/grpc-js';
import { KmsError } from '../errors/kms-error.js';
import { denied } from './refused.js';

/** How far a call's stamp may be off, either way: clocks differ, and calls wait. */
export const STAMP_SKEW_MAX_MS = 60_000;

/** Ids in one generation: at 5,000 calls a second one fills in 200 s, and a client that batches makes far fewer. */
export const CALL_IDS_MAX = 1_000_000;

export const CALL_ID_KEY = 'x-coffer-call-id';
export const CALLED_AT_KEY = 'x-coffer-called-at';

const CALL_ID = /^[0-9a-f]{32}$/;
const CALLED_AT = /^\d{1,15}$/;

/** From a stamp of the furthest future until that stamp is too old. */
const GENERATION_MS = 2 * STAMP_SKEW_MAX_MS;

/**
 * Tells a call from its repetition: whoever recorded a call, or forwards one that somebody else made, is refused.
 *
 * A call is stamped with an id of its own and its time. A stamp that is too far off, or older than this window, is refused, so ids need to be
 * remembered for `GENERATION_MS` only: they are in two generations, of which the older is forgotten whole when the newer has lived as long. When
 * a generation is full, calls are refused until the next: forgetting early would let a repetition through.
 *
 * Stamps are held against the clock of the day, ages of generations are taken from one that never goes back: a clock that is put right must not
 * stop the service for as long as it was wrong.
 */
export class CallWindow {
  readonly #openedAt: number;
  readonly #bornAt: number;
  #newer = new Set<string>();
  #older = new Set<string>();
  #turnsAt: number;

  constructor(
    private readonly now: () => number,
    private readonly monotonic: () => number = () => performance.now(),
    private readonly idsMax = CALL_IDS_MAX,
  ) {
    this.#openedAt = now();
    this.#bornAt = monotonic();
    this.#turnsAt = this.#bornAt + GENERATION_MS;
  }

  /** Throws AccessDeniedException for a call that is not new, and ThrottlingException when it cannot be told. */
  admit(metadata: Metadata): void {
    const [id, stamp] = [metadata.get(CALL_ID_KEY)[0], metadata.get(CALLED_AT_KEY)[0]];
    if (typeof id !== 'string' || !CALL_ID.test(id) || typeof stamp !== 'string' || !CALLED_AT.test(stamp)) {
      throw denied(`A call on behalf of others needs ${CALL_ID_KEY} and ${CALLED_AT_KEY}.`);
    }
    const [calledAt, now] = [Number(stamp), this.now()];
    if (Math.abs(now - calledAt) > STAMP_SKEW_MAX_MS) throw denied(`The call's ${CALLED_AT_KEY} is more than ${String(STAMP_SKEW_MAX_MS / 1000)} seconds off.`);
    if (calledAt < this.#openedAt && this.#isYoung) throw denied('The call was made before this key service started.');
    this.#turn(this.monotonic());
    this.#remember(id);
  }

  /** Later, what was stamped before it was opened is too far off anyway. */
  get #isYoung(): boolean {
    return this.monotonic() - this.#bornAt <= STAMP_SKEW_MAX_MS;
  }

  #remember(hex: string): void {
    // Half the memory of the hex text, which is what most of a generation is.
    const id = Buffer.from(hex, 'hex').toString('latin1');
    if (this.#newer.has(id) || this.#older.has(id)) throw denied('The call was made before: its id is known.');
    if (this.#newer.size >= this.idsMax) throw new KmsError('ThrottlingException', 'Too many calls were made to be told apart.');
    this.#newer.add(id);
  }

  #turn(now: number): void {
    if (now < this.#turnsAt) return;
    this.#older = now < this.#turnsAt + GENERATION_MS ? this.#newer : new Set();
    this.#newer = new Set();
    this.#turnsAt = now + GENERATION_MS;
  }
}
