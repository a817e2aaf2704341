import { openEngine, type EngineEntry } from './engine.js';

/**
 * The control of the listing row: the engine's own scan, in a process that does nothing else, timed inside it. It also fills a bucket for
 * that row, through the engine, with copies of one entry that the service wrote.
 *
 * It does: `scanObjects` of the same engine on the same data directory. It does not: HTTP, signatures, decoding of summaries, XML.
 *
 *     node engine-scan.js ANY INDEX-DIRECTORY
 */
export type EngineTask =
  | { readonly kind: 'fill'; readonly bucket: string; readonly like: string; readonly keys: readonly string[] }
  | { readonly kind: 'scan'; readonly bucket: string; readonly afters: readonly string[]; readonly limit: number };

/** Commits under way at once while filling: they share transactions. */
const FILL_CONCURRENCY = 2_048;

const engine = await openEngine(process.argv[3] ?? '');

async function fill(task: Extract<EngineTask, { kind: 'fill' }>): Promise<void> {
  const like = await engine.findObject({ bucket: task.bucket, key: task.like });
  if (like === undefined) throw new Error(`there is no ${task.like} to copy`);
  const entry: EngineEntry = { ...like, body: { kind: 'inline', bytes: Buffer.alloc(0) } };
  for (let at = 0; at < task.keys.length; at += FILL_CONCURRENCY) {
    await Promise.all(task.keys.slice(at, at + FILL_CONCURRENCY).map((key) => engine.commitObject({ bucket: task.bucket, key }, entry)));
  }
}

async function scan(task: Extract<EngineTask, { kind: 'scan' }>): Promise<number> {
  const started = performance.now();
  for (const after of task.afters) {
    const found = await engine.scanObjects(task.bucket, { prefix: '', after, limit: task.limit });
    if (found.length !== task.limit) throw new Error(`a scan found ${String(found.length)} objects instead of ${String(task.limit)}`);
  }
  return (performance.now() - started) / 1_000;
}

async function perform(task: EngineTask): Promise<{ readonly seconds: number }> {
  if (task.kind === 'scan') return { seconds: await scan(task) };
  await fill(task);
  return { seconds: 0 };
}

process.on('message', (task) => {
  perform(task as EngineTask).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
const stop = (): void => {
  void engine.close().finally(() => process.exit(0));
};
process.on('disconnect', stop);
process.on('SIGTERM', stop);
process.send?.({ ready: true, ports: {} });
