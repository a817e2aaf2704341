import { readFile } from 'node:fs/promises';

/** The kernel counts in these, whatever its own tick: USER_HZ. */
const TICKS_PER_SECOND = 100;
/** Fields of /proc/PID/stat after the command's closing parenthesis: user and system time of all threads. */
const USER_FIELD = 11;
const SYSTEM_FIELD = 12;

/** Seconds of processor time that a process has used, all threads, in steps of a hundredth. Linux only. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_FIELD]) + Number(fields[SYSTEM_FIELD])) / TICKS_PER_SECOND;
}

/** Runs `work` and tells with its result how many seconds of processor time each process used meanwhile. */
export async function withCpuSeconds<T>(pids: readonly number[], work: () => Promise<T>): Promise<{ readonly result: T; readonly cpuSeconds: readonly number[] }> {
  const before = await Promise.all(pids.map(cpuSeconds));
  const result = await work();
  const after = await Promise.all(pids.map(cpuSeconds));
  return { result, cpuSeconds: after.map((seconds, index) => seconds - (before[index] ?? 0)) };
}
