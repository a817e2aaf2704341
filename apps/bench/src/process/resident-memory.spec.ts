import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { peakResidentMib, residentMib } from './resident-memory.js';

const HELD_MIB = 64;

/** Holds `HELD_MIB` for a while at each line that it reads, and answers a line before and after. It does nothing else, so nothing else moves its memory. */
const HOLDER = `process.stdin.on('data', () => {
  let held = Buffer.alloc(${String(HELD_MIB)} * 1_048_576, 1);
  setTimeout(() => { held = held.fill(2); process.stdout.write('done\\n'); }, 300);
}); process.stdout.write('ready\\n');`;

describe('residentMib', () => {
  it('tells about as much of this process as it does itself', async () => {
    const mib = await residentMib(process.pid);
    expect(mib / (process.memoryUsage.rss() / 1_048_576)).toBeCloseTo(1, 0);
  });

  it('refuses a process that is not there', async () => {
    await expect(residentMib(4_194_305)).rejects.toThrow();
  });
});

describe('peakResidentMib', () => {
  let holder: ChildProcess;

  beforeEach(async () => {
    holder = spawn(process.execPath, ['-e', HOLDER], { stdio: ['pipe', 'pipe', 'inherit'] });
    await said();
  });

  afterEach(async () => {
    const gone = once(holder, 'exit');
    holder.kill();
    await gone;
  });

  const said = async (): Promise<void> => { await once(holder.stdout as NodeJS.ReadableStream, 'data'); };
  const pid = (): number => holder.pid ?? 0;

  it('sees memory that is held only for a while', async () => {
    const before = await residentMib(pid());
    const [peak = 0] = await peakResidentMib([pid()], async () => {
      holder.stdin?.write('hold\n');
      await said();
    });
    expect(peak).toBeGreaterThan(before + HELD_MIB * 0.9);
  });

  it('sees no more where nothing was held', async () => {
    const before = await residentMib(pid());
    const [peak = 0] = await peakResidentMib([pid()], () => Promise.resolve());
    expect(peak).toBeLessThan(before + HELD_MIB / 2);
  });

  it('passes on what the work throws', async () => {
    await expect(peakResidentMib([pid()], () => Promise.reject(new Error('503')))).rejects.toThrow('503');
  });
});
