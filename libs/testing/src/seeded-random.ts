/** Numbers that look random and are the same for the same seed: a failing test can be run again. */
export interface SeededRandom {
  /** A whole number from 0 up to and not including `below`. */
  integer(below: number): number;
  bytes(length: number): Buffer;
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T;
}

/** Mulberry32: small, fast, and good enough to spread cases; never for keys. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const integer = (below: number): number => Math.floor((next() / 2 ** 32) * below);
  return {
    integer,
    bytes: (length) => Buffer.from(Array.from({ length }, () => integer(256))),
    pick: (items) => {
      if (items.length === 0) throw new RangeError('there is nothing to pick from');
      return items[integer(items.length)] as (typeof items)[number];
    },
  };
}
