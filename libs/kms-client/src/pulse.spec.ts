import { Breaker, FAILURES_TO_OPEN } from './breaker.js';
import { Pulse } from './pulse.js';

beforeEach(() => { jest.useFakeTimers(); });
afterEach(() => { jest.useRealTimers(); });

/** A service that answers, refuses connections, or swallows pings. */
function pulseOf(state: { service: 'up' | 'down' | 'silent' }) {
  const pings: number[] = [];
  const onLate = jest.fn();
  const breaker = new Breaker();
  const pulse = new Pulse({
    breaker, onLate, random: () => 0.5, isLate: (error) => error === 'late',
    ping: async (deadlineMs) => {
      pings.push(Date.now());
      if (state.service === 'down') throw new Error('refused');
      if (state.service === 'silent') {
        await new Promise((resolve) => { setTimeout(resolve, deadlineMs); });
        throw 'late' as unknown as Error;
      }
    },
  });
  return { pulse, breaker, pings, onLate };
}

describe('Pulse', () => {
  it('asks at once, so that readiness is known', async () => {
    const { pulse, breaker } = pulseOf({ service: 'up' });
    pulse.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(breaker.healthy).toBe(true);
    pulse.stop();
  });

  it('goes on each second while other answers come, for what only it is told', async () => {
    const { pulse, breaker, pings } = pulseOf({ service: 'up' });
    pulse.start();
    for (let i = 0; i < 50; i += 1) {
      await jest.advanceTimersByTimeAsync(100);
      breaker.succeeded();
    }
    expect(pings).toHaveLength(6);
    pulse.stop();
  });

  it.each(['down', 'silent'] as const)('opens the breaker of an idle client when the service is %s, and closes it within a second of its return', async (away) => {
    const state: { service: 'up' | 'down' | 'silent' } = { service: 'up' };
    const { pulse, breaker } = pulseOf(state);
    pulse.start();
    await jest.advanceTimersByTimeAsync(3_000);
    state.service = away;
    await jest.advanceTimersByTimeAsync(2_000 + FAILURES_TO_OPEN * 1_250);
    expect(breaker.open).toBe(true);
    state.service = 'up';
    // A ping that was under way when the service came back is lost still.
    await jest.advanceTimersByTimeAsync(away === 'silent' ? 1_250 : 500);
    expect(breaker.healthy).toBe(true);
    pulse.stop();
  });

  it('gives up a connection that swallows pings, and only such a one', async () => {
    const silent = pulseOf({ service: 'silent' });
    const down = pulseOf({ service: 'down' });
    for (const { pulse } of [silent, down]) pulse.start();
    await jest.advanceTimersByTimeAsync(3_000);
    expect(silent.onLate).toHaveBeenCalled();
    expect(down.onLate).not.toHaveBeenCalled();
    for (const { pulse } of [silent, down]) pulse.stop();
  });

  it('asks nothing more once it is stopped', async () => {
    const { pulse, pings } = pulseOf({ service: 'down' });
    pulse.start();
    await jest.advanceTimersByTimeAsync(1_000);
    pulse.stop();
    const count = pings.length;
    await jest.advanceTimersByTimeAsync(10_000);
    expect(pings).toHaveLength(count);
  });
});
