import { cpuSeconds } from './cpu-time.js';

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
