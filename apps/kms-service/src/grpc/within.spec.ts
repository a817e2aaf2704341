import { within } from './within.js';

const work = (): PromiseWithResolvers<string> => Promise.withResolvers<string>();

describe('within', () => {
  it('gives a result that comes in time, and discards nothing', async () => {
    const discard = jest.fn();
    await expect(within(60_000, Promise.resolve('done'), discard)).resolves.toBe('done');
    expect(discard).not.toHaveBeenCalled();
  });

  it('passes a failure on', async () => {
    await expect(within(60_000, Promise.reject(new Error('mine')), jest.fn())).rejects.toThrow('mine');
  });

  it('ends at the deadline, and discards what comes after it', async () => {
    const discard = jest.fn();
    const { promise, resolve } = work();
    await expect(within(5, promise, discard)).rejects.toMatchObject({ code: 'DependencyTimeoutException' });
    expect(discard).not.toHaveBeenCalled();
    resolve('late');
    await promise;
    expect(discard).toHaveBeenCalledWith('late');
  });

  it('lets a late failure go', async () => {
    const discard = jest.fn();
    const { promise, reject } = work();
    await expect(within(5, promise, discard)).rejects.toMatchObject({ code: 'DependencyTimeoutException' });
    reject(new Error('late'));
    await expect(promise).rejects.toThrow('late');
    expect(discard).not.toHaveBeenCalled();
  });
});
