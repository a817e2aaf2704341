import { randomBytes } from 'node:crypto';

export const ASCENDING_ID_SIZE = 16;

/** 48 bits of milliseconds last beyond the year 10000. */
const TIME_SIZE = 6;
const RANDOM_SIZE = ASCENDING_ID_SIZE - TIME_SIZE;

/**
 * Makes ids that are unique for ever and that ascend, byte by byte, in the order in which they are made.
 *
 *     id = milliseconds:6  random:10
 *
 * Ascending, because an ordered store appends ascending keys to pages that it is writing anyway, where random ones would touch a page each.
 * Within a millisecond, and whenever the clock stands still or steps back, the random part counts on from where it was; its first bit
 * starts as zero, so that it has 2^79 steps to go. Two processes differ in the random part.
 */
export class AscendingIds {
  readonly #last = Buffer.alloc(ASCENDING_ID_SIZE);
  #time = 0;

  constructor(private readonly now: () => number = Date.now) {}

  /** `floor`: an id that the new one must follow, though another run, whose clock was ahead, may have made it. */
  next(floor?: Buffer): Buffer {
    const time = this.now();
    if (time > this.#time) this.#start(time);
    else this.#countOn();
    // A random part of its own, and not one more than the floor's: the other run may have counted on from there.
    if (floor !== undefined && Buffer.compare(this.#last, floor) <= 0) this.#start(floor.readUIntBE(0, TIME_SIZE) + 1);
    return Buffer.from(this.#last);
  }

  #start(time: number): void {
    this.#time = time;
    this.#last.writeUIntBE(time, 0, TIME_SIZE);
    const random = randomBytes(RANDOM_SIZE);
    random[0] = (random[0] ?? 0) & 0x7f;
    this.#last.set(random, TIME_SIZE);
  }

  #countOn(): void {
    for (let at = ASCENDING_ID_SIZE - 1; at >= TIME_SIZE; at -= 1) {
      const byte = ((this.#last[at] ?? 0) + 1) & 0xff;
      this.#last[at] = byte;
      if (byte !== 0) return;
    }
  }
}
