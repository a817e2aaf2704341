import { join } from 'node:path';

import { Child } from '../process/child.js';
import type { LoadJob, LoadReply, LoadResult } from './jobs.js';

/** The load process, seen from the benchmark: one for the whole run, so that its code is warm for every row. */
export class LoadClient implements AsyncDisposable {
  private constructor(readonly child: Child) {}

  static async start(logDir: string, cpu?: number): Promise<LoadClient> {
    const modulePath = join(import.meta.dirname, 'main.js');
    const { child } = await Child.start({ name: 'load-client', modulePath, logDir, ...(cpu === undefined ? {} : { cpu }) });
    return new LoadClient(child);
  }

  /** Runs one job to its end. Throws with the answer's text if any request was not answered well. */
  async run(job: LoadJob): Promise<LoadResult> {
    const reply = (await this.child.ask(job)) as LoadReply;
    if ('failure' in reply) throw new Error(reply.failure);
    return reply.result;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.child[Symbol.asyncDispose]();
  }
}
