import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** The parts of V8's .cpuprofile that count. Times are in microseconds. */
interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Cost {
  readonly name: string;
  readonly selfMs: number;
  /** Of the time in which the process was not idle. */
  readonly share: number;
}

const IDLE = '(idle)';

/** The costliest functions of a CPU profile by the time spent in themselves, not in what they call. */
export async function profileTop(file: string, count: number): Promise<Cost[]> {
  const profile = JSON.parse(await readFile(file, 'utf8')) as CpuProfile;
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const selfUs = new Map<string, number>();
  profile.samples.forEach((id, index) => {
    const name = names.get(id) ?? '';
    selfUs.set(name, (selfUs.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0));
  });
  selfUs.delete(IDLE);
  const busyUs = [...selfUs.values()].reduce((sum, us) => sum + us, 0);
  const costs = [...selfUs].map(([name, us]) => ({ name, selfMs: us / 1_000, share: us / busyUs }));
  return costs.toSorted((a, b) => b.selfMs - a.selfMs).slice(0, count);
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  if (url === '') return functionName;
  return `${functionName || '(anonymous)'} ${basename(url)}:${String(lineNumber + 1)}`;
}
