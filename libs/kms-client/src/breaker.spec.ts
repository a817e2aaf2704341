import { Breaker, FAILURES_TO_OPEN } from './breaker.js';

function failing(breaker: Breaker, times: number): void {
  for (let i = 0; i < times; i += 1) breaker.failed();
}

describe('Breaker', () => {
  it('knows nothing before the first answer: calls may travel, health is not claimed', () => {
    const breaker = new Breaker();
    expect(breaker.open).toBe(false);
    expect(breaker.healthy).toBe(false);
  });

  it('stays closed for one failure less than it takes, opens at the last one, and says so once', () => {
    const opened = jest.fn();
    const breaker = new Breaker(opened);
    failing(breaker, FAILURES_TO_OPEN - 1);
    expect(breaker.open).toBe(false);
    failing(breaker, 1);
    expect(breaker.open).toBe(true);
    failing(breaker, 10);
    expect(opened).toHaveBeenCalledTimes(1);
  });

  it('counts failures in a row only', () => {
    const breaker = new Breaker();
    failing(breaker, FAILURES_TO_OPEN - 1);
    breaker.succeeded();
    failing(breaker, FAILURES_TO_OPEN - 1);
    expect(breaker.open).toBe(false);
  });

  it('closes at one answer, and needs the whole number of failures to open again', () => {
    const breaker = new Breaker();
    failing(breaker, FAILURES_TO_OPEN);
    breaker.succeeded();
    expect(breaker.healthy).toBe(true);
    failing(breaker, FAILURES_TO_OPEN - 1);
    expect(breaker.open).toBe(false);
    failing(breaker, 1);
    expect(breaker.healthy).toBe(false);
  });
});
