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
