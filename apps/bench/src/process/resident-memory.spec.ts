import { peakResidentMib, residentMib } from './resident-memory.js';

const HELD_MIB = 64;

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
  it('sees memory that is held only for a while', async () => {
    const before = await residentMib(process.pid);
    const [peak = 0] = await peakResidentMib([process.pid], async () => {
      const held = Buffer.alloc(HELD_MIB * 1_048_576, 1);
      await new Promise((resolve) => setTimeout(resolve, 200));
      held.fill(2);
    });
    expect(peak).toBeGreaterThan(before + HELD_MIB / 2);
  });

  it('passes on what the work throws', async () => {
    await expect(peakResidentMib([process.pid], () => Promise.reject(new Error('503')))).rejects.toThrow('503');
  });
});
