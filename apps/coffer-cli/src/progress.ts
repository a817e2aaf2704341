import type { Progress } from '@coffer/s3-encryption-client';

const MIB = 1_048_576;
const INTERVAL_MS = 200;

/** One line on standard error that is written over and over, at most five times a second; silent where nobody watches. */
export function progressLine(what: string, write: (text: string) => void, now: () => number = Date.now): { readonly told: (progress: Progress) => void; readonly done: () => void } {
  let last = -Infinity;
  let open = false;
  return {
    told({ loaded, total }) {
      const complete = loaded === total;
      if (!complete && now() - last < INTERVAL_MS) return;
      last = now();
      open = true;
      write(`\r${what}: ${mib(loaded)}${total === undefined ? '' : ` of ${mib(total)}`} MiB`);
    },
    done() {
      if (open) write('\n');
      open = false;
    },
  };
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(1);
}
