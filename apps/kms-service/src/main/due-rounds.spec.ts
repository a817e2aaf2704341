import { createLog } from '@coffer/service';
import { DueRounds, HOLD_MS } from './due-rounds.js';

const MINUTE_MS = 60_000;

/** Rounds of which the test holds both clocks. */
function rounds(run: () => Promise<number> = () => Promise.resolve(0)) {
  const clocks = { now: 1_800_000_000_000, steady: 5_000 };
  let count = 0;
  const keys = { run: () => { count += 1; return run(); } };
  const due = new DueRounds({ keys, log: createLog({ service: 'kms-service', level: 'error' }), now: () => clocks.now, steady: () => clocks.steady });
  const pass = async (ms: number, setAheadMs = 0): Promise<number> => {
    clocks.steady += ms;
    clocks.now += ms + setAheadMs;
    const before = count;
    await due.keep();
    return count - before;
  };
  return pass;
}

describe('DueRounds', () => {
  it('looks in each round, whatever a round comes to', async () => {
    const pass = rounds(() => Promise.reject(new Error('the disk is away')));
    expect([await pass(MINUTE_MS), await pass(MINUTE_MS), await pass(10 * MINUTE_MS)]).toEqual([1, 1, 1]);
  });

  it('does nothing for an hour after the clock was set ahead, and goes on by the clock that there is then', async () => {
    const pass = rounds();
    expect(await pass(MINUTE_MS, 40 * 86_400_000)).toBe(0);
    expect(await pass(HOLD_MS - MINUTE_MS)).toBe(0);
    expect(await pass(MINUTE_MS)).toBe(1);
  });

  it('takes a clock that drifts, or was set back, as it is', async () => {
    const pass = rounds();
    expect([await pass(MINUTE_MS, 4_000), await pass(MINUTE_MS, -86_400_000), await pass(MINUTE_MS, 4_000)]).toEqual([1, 1, 1]);
  });
});
