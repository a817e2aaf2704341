import { callsLoad } from './calls-load.js';
import type { LoadJob, LoadReply, LoadResult } from './jobs.js';
import { largeLoad } from './large-load.js';
import { smallLoad } from './small-load.js';

/** The load process: takes jobs over IPC, one at a time, and answers each with its result. It ends with its parent. */
function run(job: LoadJob): Promise<LoadResult> {
  switch (job.kind) {
    case 'small':
      return smallLoad(job);
    case 'large':
      return largeLoad(job);
    case 'calls':
      return callsLoad(job);
  }
}

function reply(message: LoadReply): void {
  process.send?.(message);
}

process.on('disconnect', () => process.exit(0));
process.on('message', (job) => {
  run(job as LoadJob).then(
    (result) => {
      reply({ result });
    },
    (error: unknown) => {
      reply({ failure: error instanceof Error ? error.message : String(error) });
    },
  );
});
process.send?.({ ready: true, ports: {} });
