import { randomFillSync } from 'node:crypto';

const POOL_SIZE = 4096;
const RANDOM_SIZE = 10;

/** Makes ids of events: UUIDs of version 7 (RFC 9562), whose first 48 bits are the time, so that an event is found by its id without an index. */
export class EventIds {
  readonly #pool = Buffer.alloc(POOL_SIZE);
  #at = POOL_SIZE;

  /** A fresh id of what happened at `time`. */
  next(time: Date): string {
    if (this.#at + RANDOM_SIZE > POOL_SIZE) {
      randomFillSync(this.#pool);
      this.#at = 0;
    }
    const random = this.#pool.toString('hex', this.#at, this.#at + RANDOM_SIZE);
    const variant = (8 + ((this.#pool[this.#at + 2] ?? 0) & 3)).toString(16);
    this.#at += RANDOM_SIZE;
    const ms = time.getTime().toString(16).padStart(12, '0');
    return `${ms.slice(0, 8)}-${ms.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(5, 8)}-${random.slice(8, 20)}`;
  }
}

const ID_LENGTH = 36;
const VERSION_AT = 14;

/** Whether an id tells when its event happened. */
export function isTimedEventId(eventId: string): boolean {
  return eventId.length === ID_LENGTH && eventId.charCodeAt(VERSION_AT) === 0x37;
}

/** When the event of an id happened; undefined for an id that does not tell. */
export function timeOfEventId(eventId: string): Date | undefined {
  const [, high, low] = (isTimedEventId(eventId) ? /^([0-9a-f]{8})-([0-9a-f]{4})-/.exec(eventId) : undefined) ?? [];
  return high === undefined || low === undefined ? undefined : new Date(Number.parseInt(high + low, 16));
}
