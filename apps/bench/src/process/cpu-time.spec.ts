import { cpuSeconds, withCpuSeconds } from './cpu-time.js';

function spin(ms: number): void {
  const until = process.cpuUsage().user + ms * 1_000;
  while (process.cpuUsage().user < until);
}

describe('cpuSeconds', () => {
  it('grows by what the process works', async () => {
    const before = await cpuSeconds(process.pid);
    spin(300);
    const used = (await cpuSeconds(process.pid)) - before;
    expect(used).toBeGreaterThanOrEqual(0.25);
    expect(used).toBeLessThan(2);
  });

  it('refuses a process that is not there', async () => {
    await expect(cpuSeconds(4_194_305)).rejects.toThrow();
  });
});

describe('withCpuSeconds', () => {
  it('counts what was used during the work and hands its result on', async () => {
    spin(200);
    const idle = await withCpuSeconds([process.pid], () => Promise.resolve('done'));
    expect(idle.result).toBe('done');
    expect(idle.cpuSeconds[0]).toBeLessThan(0.15);
    const busy = await withCpuSeconds([process.pid], () => {
      spin(300);
      return Promise.resolve();
    });
    expect(busy.cpuSeconds[0]).toBeGreaterThanOrEqual(0.25);
  });
});
