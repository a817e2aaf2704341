import { randomBytes } from 'node:crypto';
import { Metadata } from '@grpc/grpc-js';
import { manualClock } from '@coffer/testing';
import { refused } from '../../test/refused.js';
import { CALL_ID_KEY, CALLED_AT_KEY, CallWindow, STAMP_SKEW_MAX_MS } from './call-window.js';

const START = 1_700_000_000_000;
const freshId = (): string => randomBytes(16).toString('hex');

function stamped(id: string, calledAt: number | string): Metadata {
  const metadata = new Metadata();
  metadata.set(CALL_ID_KEY, id);
  metadata.set(CALLED_AT_KEY, String(calledAt));
  return metadata;
}

function opened(idsMax?: number): { window: CallWindow; clock: ReturnType<typeof manualClock> } {
  const clock = manualClock(START);
  return { clock, window: new CallWindow(clock.now, clock.now, idsMax) };
}

describe('CallWindow', () => {
  it('takes a call once', () => {
    const { window, clock } = opened();
    const call = stamped(freshId(), clock.now());
    window.admit(call);
    expect(refused(() => { window.admit(call); })).toMatchObject({ code: 'AccessDeniedException', message: 'The call was made before: its id is known.' });
    expect(() => { window.admit(stamped(freshId(), clock.now())); }).not.toThrow();
  });

  it('knows an id again for as long as its stamp is good, whatever turn the generations take', () => {
    for (const offset of [-STAMP_SKEW_MAX_MS, 0, STAMP_SKEW_MAX_MS]) {
      for (let before = 0; before <= 4 * STAMP_SKEW_MAX_MS; before += 10_000) {
        const { window, clock } = opened();
        clock.advance(STAMP_SKEW_MAX_MS + before);
        const call = stamped(freshId(), clock.now() + offset);
        window.admit(call);
        for (let waited = 0; waited <= 2 * STAMP_SKEW_MAX_MS; waited += 10_000) {
          expect(refused(() => { window.admit(call); }).code).toBe('AccessDeniedException');
          // Traffic makes the generations turn.
          window.admit(stamped(freshId(), clock.now()));
          clock.advance(10_000);
        }
      }
    }
  });

  it.each([-1, 1])('takes a stamp that is as far off as it may be, and none further: %d', (direction) => {
    const { window, clock } = opened();
    clock.advance(10 * STAMP_SKEW_MAX_MS);
    expect(() => { window.admit(stamped(freshId(), clock.now() + direction * STAMP_SKEW_MAX_MS)); }).not.toThrow();
    expect(refused(() => { window.admit(stamped(freshId(), clock.now() + direction * (STAMP_SKEW_MAX_MS + 1))); })).toMatchObject({
      code: 'AccessDeniedException', message: "The call's x-coffer-called-at is more than 60 seconds off.",
    });
  });

  it('refuses what was stamped before it was opened: it may have been taken by the window before', () => {
    const { window } = opened();
    expect(() => { window.admit(stamped(freshId(), START)); }).not.toThrow();
    expect(refused(() => { window.admit(stamped(freshId(), START - 1)); })).toMatchObject({ code: 'AccessDeniedException', message: 'The call was made before this key service started.' });
  });

  it('goes on when the clock of the day was an hour ahead at the start and is put right', () => {
    const [day, ages] = [{ now: START + 3_600_000 }, manualClock(0)];
    const window = new CallWindow(() => day.now, ages.now);
    day.now = START;
    ages.advance(STAMP_SKEW_MAX_MS + 1);
    const call = stamped(freshId(), day.now);
    window.admit(call);
    expect(refused(() => { window.admit(call); }).code).toBe('AccessDeniedException');
  });

  it.each([
    ['no stamp', new Metadata()],
    ['no id', stamped('', START)],
    ['a short id', stamped('ab'.repeat(15), START)],
    ['an id in capitals', stamped('AB'.repeat(16), START)],
    ['a time that is no number', stamped(freshId(), 'now')],
    ['a time with a sign', stamped(freshId(), '-1')],
    ['a time in another notation', stamped(freshId(), '1.7e12')],
  ])('refuses %s', (_, metadata) => {
    const { window } = opened();
    expect(refused(() => { window.admit(metadata); }).code).toBe('AccessDeniedException');
  });

  it('remembers as many ids as it may, takes no more, and goes on with the next generation', () => {
    const { window, clock } = opened(3);
    const calls = Array.from({ length: 3 }, () => stamped(freshId(), clock.now()));
    for (const call of calls) window.admit(call);
    expect(refused(() => { window.admit(stamped(freshId(), clock.now())); }).code).toBe('ThrottlingException');
    for (const call of calls) expect(refused(() => { window.admit(call); }).code).toBe('AccessDeniedException');
    clock.advance(2 * STAMP_SKEW_MAX_MS);
    expect(() => { window.admit(stamped(freshId(), clock.now())); }).not.toThrow();
  });
});
