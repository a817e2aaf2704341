import { microsecondsOf } from './measured.js';

function spin(us: number): void {
  const until = performance.now() + us / 1_000;
  while (performance.now() < until);
}

describe('microsecondsOf', () => {
  it('tells what a synchronous operation takes', async () => {
    const us = await microsecondsOf(() => {
      spin(100);
    });
    expect(us).toBeGreaterThanOrEqual(100);
    expect(us).toBeLessThan(1_000);
  });

  it('waits for an operation that is not done when it returns', async () => {
    const us = await microsecondsOf(() => new Promise((resolve) => setTimeout(resolve, 2)));
    expect(us).toBeGreaterThan(1_000);
  });

  it('passes on what the operation throws', async () => {
    await expect(microsecondsOf(() => Promise.reject(new Error('closed')))).rejects.toThrow('closed');
  });
});
