import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The little of storage-service's index that the controls call. What they store is opaque to it, so they may store anything. */
export interface Engine {
  createBucket(bucket: { readonly name: string; readonly record: Buffer }): Promise<boolean>;
  findObject(name: EngineName): Promise<EngineEntry | undefined>;
  commitObject(name: EngineName, entry: EngineEntry): Promise<unknown>;
  scanObjects(bucket: string, scan: { readonly prefix: string; readonly after?: string; readonly limit: number }): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

export interface EngineName {
  readonly bucket: string;
  readonly key: string;
}

export interface EngineEntry {
  readonly summary: Buffer;
  readonly record: Buffer;
  readonly body: { readonly kind: 'inline'; readonly bytes: Buffer } | { readonly kind: 'bodies'; readonly ids: readonly string[] };
}

/** The part of an object's entry that is not its body. The sizes are those of a small SSE-KMS object with a bucket key. */
export const SUMMARY_BYTES = 51;
export const RECORD_BYTES = 420;

const ENGINE_MODULE = '../../../storage-service/dist/engine/lmdb-object-index.js';

/**
 * Opens the very engine that storage-service runs on, with the service's own settings, from the service's built code: a control that
 * differed from it in durability would flatter or slander.
 */
export async function openEngine(dir: string): Promise<Engine> {
  const module = (await import(pathToFileURL(join(import.meta.dirname, ENGINE_MODULE)).href)) as {
    LmdbObjectIndex: { open(dir: string): Engine | Promise<Engine> };
  };
  return module.LmdbObjectIndex.open(dir);
}
