/** A clock that stands still until it is told to move. `now` can be passed where a function that gives milliseconds is asked for. */
export interface ManualClock {
  readonly now: () => number;
  readonly date: () => Date;
  advance(milliseconds: number): void;
}

export function manualClock(start: string | number = '2026-01-02T03:04:05.678Z'): ManualClock {
  let time = new Date(start).getTime();
  return {
    now: () => time,
    date: () => new Date(time),
    advance: (milliseconds) => {
      if (milliseconds < 0) throw new RangeError('time does not go back');
      time += milliseconds;
    },
  };
}
