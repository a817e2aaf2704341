import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const SAMPLE_INTERVAL_MS = 25;
const KIB_PER_MIB = 1_024;

/** The resident memory of a process in MiB, all of it: heap, buffers, and the pages of files that it has mapped. Linux only. */
export async function residentMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined) throw new Error(`process ${String(pid)} tells no resident memory`);
  return Number(kib) / KIB_PER_MIB;
}

/** Runs `work` and returns the most resident memory, in MiB, that each process was seen with meanwhile. */
export async function peakResidentMib(pids: readonly number[], work: () => Promise<unknown>): Promise<number[]> {
  const stop = new AbortController();
  const peaks = Promise.all(pids.map((pid) => peakUntil(pid, stop.signal)));
  // Both are waited for, whichever fails: a sample of a process that ends with the work is no reason of its own.
  const [worked, seen] = await Promise.allSettled([work().finally(() => { stop.abort(); }), peaks]);
  if (worked.status === 'rejected') throw worked.reason;
  if (seen.status === 'rejected') throw seen.reason;
  return seen.value;
}

async function peakUntil(pid: number, stop: AbortSignal): Promise<number> {
  let peak = 0;
  while (!stop.aborted) {
    peak = Math.max(peak, await residentMib(pid));
    await sleep(SAMPLE_INTERVAL_MS);
  }
  return peak;
}
