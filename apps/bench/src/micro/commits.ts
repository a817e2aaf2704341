import { randomBytes } from 'node:crypto';

import { RECORD_BYTES, SUMMARY_BYTES, type Engine, type EngineEntry } from '../controls/engine.js';
import type { Micro } from './measured.js';

const BUCKET = 'micro';
const BODY_BYTES = 4_096;

/** Durable commits of 4 KiB objects through the engine alone: one waiting for the next, and 64 under way. */
export async function commitMicros(engine: Engine): Promise<Micro[]> {
  await engine.createBucket({ name: BUCKET, record: Buffer.alloc(SUMMARY_BYTES) });
  const entry: EngineEntry = {
    summary: Buffer.alloc(SUMMARY_BYTES, 1),
    record: Buffer.alloc(RECORD_BYTES, 2),
    body: { kind: 'inline', bytes: randomBytes(BODY_BYTES) },
  };
  let written = 0;
  const commit = (): Promise<unknown> => {
    written += 1;
    return engine.commitObject({ bucket: BUCKET, key: `key-${String(written).padStart(9, '0')}` }, entry);
  };
  return [
    { name: 'engine: one commit', operation: commit },
    { name: 'engine: 64 commits at once', operation: () => Promise.all(Array.from({ length: 64 }, commit)) },
    { name: 'engine: find an object', operation: () => engine.findObject({ bucket: BUCKET, key: 'key-000000001' }) },
  ];
}
