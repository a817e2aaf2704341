/** One building block, ready to run: a single operation, awaited if it returns a promise. */
export interface Micro {
  readonly name: string;
  readonly operation: () => unknown;
}

const ROUND_MS = 200;
const BATCH_OPERATIONS = 64;

/** Microseconds an operation, one after the other, averaged over a fifth of a second. */
export async function microsecondsOf(operation: Micro['operation']): Promise<number> {
  const started = performance.now();
  let count = 0;
  let elapsedMs = 0;
  while (elapsedMs < ROUND_MS) {
    for (let left = BATCH_OPERATIONS; left > 0; left -= 1) {
      const result = operation();
      if (result instanceof Promise) await result;
    }
    count += BATCH_OPERATIONS;
    elapsedMs = performance.now() - started;
  }
  return (elapsedMs * 1_000) / count;
}
