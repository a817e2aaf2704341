import { committed, CommitFailed } from './committed.js';

/** How LMDB rejects: each part with an error that holds a promise of the reason. */
function failing(reason: Error): { change: Promise<boolean>; parts: Promise<boolean>[] } {
  const rejection = Object.assign(new Error('Commit failed (see commitError for details)'), { commitError: new Promise((_, reject) => { setImmediate(reject, reason); }) });
  return { change: Promise.reject(rejection), parts: [Promise.reject(rejection), Promise.reject(rejection)] };
}

describe('committed', () => {
  it('gives what the change gave', async () => {
    expect(await committed(Promise.resolve(false), [Promise.resolve(true)])).toBe(false);
  });

  it("throws CommitFailed with the engine's own reason, and leaves no rejection unhandled", async () => {
    const unhandled: unknown[] = [];
    const listener = (error: unknown): void => { unhandled.push(error); };
    process.on('unhandledRejection', listener);
    const reason = new Error('No space left on device');
    const { change, parts } = failing(reason);
    const error = await committed(change, parts).catch((thrown: unknown) => thrown);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', listener);
    expect(error).toBeInstanceOf(CommitFailed);
    expect((error as CommitFailed).cause).toBe(reason);
    expect(unhandled).toEqual([]);
  });

  it('gives up waiting for a reason that does not come', async () => {
    const rejection = Object.assign(new Error('Commit failed'), { commitError: new Promise(() => undefined) });
    await expect(committed(Promise.reject(rejection))).rejects.toMatchObject({ name: 'CommitFailed', cause: rejection });
  });

  it('takes any other failure for the reason itself', async () => {
    const reason = new Error('closed');
    await expect(committed(Promise.reject(reason))).rejects.toMatchObject({ cause: reason });
  });
});
