import { readFile } from 'node:fs/promises';

/** A process, told apart from a later one that was given the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The boot of the machine, and the clock tick after it in which the process began; empty where the system does not tell. */
  readonly started: string;
}

/** The field of /proc/PID/stat that holds the start, counted from the one after the command's closing parenthesis. */
const START_TIME_FIELD = 19;

export async function processIdentity(pid: number): Promise<ProcessIdentity> {
  return { pid, started: (await startOf(pid)) ?? '' };
}

/** Whether the process that had this identity still runs. */
export async function isSameProcess(identity: ProcessIdentity): Promise<boolean> {
  if (!exists(identity.pid)) return false;
  const started = await startOf(identity.pid);
  return started === undefined || started === identity.started;
}

async function startOf(pid: number): Promise<string | undefined> {
  try {
    const [boot, stat] = await Promise.all([readFile('/proc/sys/kernel/random/boot_id', 'utf8'), readFile(`/proc/${pid}/stat`, 'utf8')]);
    // The command stands in parentheses and may hold any character, so fields are counted from its end.
    const tick = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD];
    return tick && `${boot.trim()}/${tick}`;
  } catch {
    return undefined;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
