import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Bench } from '../bench.js';
import { Child } from '../process/child.js';

/** A control in a process of its own, on the processor that the services are on. */
export interface Control extends AsyncDisposable {
  readonly child: Child;
  readonly port: number;
}

/** Starts `controls/MODULE.js` with a directory of its own, and `args` after it. */
export async function startControl(bench: Bench, module: string, args: readonly string[] = []): Promise<Control> {
  const dir = join(bench.dir, 'control');
  await mkdir(dir, { recursive: true });
  const { child, ports } = await Child.start({
    name: `control-${module}`,
    modulePath: join(import.meta.dirname, `${module}.js`),
    args: [dir, ...args],
    logDir: bench.dir,
    ...(bench.serverCpu === undefined ? {} : { cpu: bench.serverCpu }),
  });
  return { child, port: ports['door'] ?? 0, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
}
