import { EventEmitter } from 'node:events';
import { createLog } from './log/create-log.js';
import { Shutdown } from './shutdown.js';

class TestProcess extends EventEmitter {
  readonly codes: number[] = [];
  readonly exited = Promise.withResolvers<number>();

  exit(code: number): void {
    this.codes.push(code);
    this.exited.resolve(code);
  }
}

function setUp(deadlineMs = 1_000): { process: TestProcess; shutdown: Shutdown; log: string[]; steps: string[] } {
  const [log, steps]: [string[], string[]] = [[], []];
  const process = new TestProcess();
  const shutdown = new Shutdown({
    log: createLog({ service: 'x', level: 'info', destination: { write: (line) => log.push(line) } }),
    deadlineMs,
    process,
  });
  for (const name of ['store', 'door']) {
    shutdown.add({ name, stop: () => void steps.push(`stop ${name}`), close: () => void steps.push(`close ${name}`) });
  }
  shutdown.listen();
  return { process, shutdown, log, steps };
}

describe('Shutdown', () => {
  it.each(['SIGTERM', 'SIGINT', 'disconnect'])('at %s stops all, then closes in reverse, and exits with 0', async (signal) => {
    const { process, steps } = setUp();
    process.emit(signal);
    expect(await process.exited.promise).toBe(0);
    expect(steps).toEqual(['stop store', 'stop door', 'close door', 'close store']);
  });

  it('begins once, however many signals arrive', async () => {
    const { process, shutdown, steps } = setUp();
    expect(shutdown.begun).toBe(false);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT', 'disconnect']) process.emit(signal);
    expect(shutdown.begun).toBe(true);
    await shutdown.begin('SIGTERM');
    expect(steps).toHaveLength(4);
    expect(process.codes).toEqual([0]);
  });

  it('closes the rest when one part fails, logs it, and exits with 1', async () => {
    const { process, shutdown, steps, log } = setUp();
    shutdown.add({ name: 'broken part', close: () => Promise.reject(new Error('disk is gone')) });
    process.emit('SIGTERM');
    expect(await process.exited.promise).toBe(1);
    expect(steps).toContain('close store');
    expect(log.join()).toContain('"part":"broken part"');
    expect(log.join()).toContain('disk is gone');
  });

  it('names what hung when the deadline passes, and exits with 1', async () => {
    const { process, shutdown, log } = setUp(20);
    shutdown.add({ name: 'hanging part', close: () => new Promise(() => undefined) });
    process.emit('SIGTERM');
    expect(await process.exited.promise).toBe(1);
    const late = log.filter((line) => line.includes('did not close in time')).join();
    expect(late).toContain('"part":"hanging part"');
    expect(late).toContain('"part":"store"');
  });
});
