import { interleave } from './interleave.js';

describe('interleave', () => {
  it('takes turns, control first, after one discarded round', async () => {
    const turns: string[] = [];
    const pairs = await interleave(
      2,
      (round) => Promise.resolve(turns.push(`control ${String(round)}`)),
      (round) => Promise.resolve(turns.push(`ours ${String(round)}`)),
    );
    expect(turns).toEqual(['control 0', 'ours 0', 'control 1', 'ours 1', 'control 2', 'ours 2']);
    expect(pairs).toEqual([
      { control: 3, ours: 4 },
      { control: 5, ours: 6 },
    ]);
  });

  it('stops at the first failure and passes it on', async () => {
    let later = 0;
    const failing = interleave(
      3,
      () => Promise.reject(new Error('503')),
      () => Promise.resolve((later += 1)),
    );
    await expect(failing).rejects.toThrow('503');
    expect(later).toBe(0);
  });
});
