import { within } from './within.js';

const after = <T>(ms: number, value: T): Promise<T> => new Promise((resolve) => { setTimeout(() => { resolve(value); }, ms); });

describe('within', () => {
  it('gives a result that comes in time, and discards nothing', async () => {
    const discard = jest.fn();
    await expect(within(100, after(1, 'done'), discard)).resolves.toBe('done');
    expect(discard).not.toHaveBeenCalled();
  });

  it('passes a failure on', async () => {
    await expect(within(100, Promise.reject(new Error('mine')), jest.fn())).rejects.toThrow('mine');
  });

  it('ends at the deadline, and discards what comes after it', async () => {
    const discard = jest.fn();
    const work = after(30, 'late');
    await expect(within(5, work, discard)).rejects.toMatchObject({ code: 'DependencyTimeoutException' });
    expect(discard).not.toHaveBeenCalled();
    await work;
    expect(discard).toHaveBeenCalledWith('late');
  });

  it('lets a late failure go', async () => {
    const work = after(10, undefined).then(() => { throw new Error('late'); });
    await expect(within(1, work, jest.fn())).rejects.toMatchObject({ code: 'DependencyTimeoutException' });
    await expect(work).rejects.toThrow('late');
  });
});
