import { StartError, YoungCollector } from '@coffer/service';

import { claimDataDirectory, DataDirectoryClaimed, type DataDirectoryClaim } from '../engine/data-directory-claim.js';
import { FileBodyStore } from '../engine/file-body-store.js';
import { IndexUnusable } from '../engine/index-file.js';
import { LmdbObjectIndex } from '../engine/lmdb-object-index.js';
import { WatchedBodyStore } from '../engine/watched-body-store.js';
import type { BodyStore } from '../engine/body-store.js';
import type { ObjectIndex } from '../engine/object-index.js';

import { engineDirectory, type StorageSettings } from './settings.js';

export interface Engines {
  readonly claim: DataDirectoryClaim;
  readonly index: ObjectIndex;
  readonly bodies: BodyStore;
}

/** Claims the data directory and opens what is in it, or makes it. Throws StartError; what was claimed is then released. */
export async function openEngines(settings: StorageSettings): Promise<Engines> {
  const claim = await claimDataDirectory(settings.dataDir).catch(throwAsStartError);
  try {
    const index = await LmdbObjectIndex.open(engineDirectory(settings.dataDir, settings.indexUrl, 'index'));
    const bodies = await FileBodyStore.open(engineDirectory(settings.dataDir, settings.bodiesUrl, 'bodies'));
    const collector = new YoungCollector();
    return { claim, index, bodies: new WatchedBodyStore(bodies, (size) => { collector.dropped(size); }) };
  } catch (error) {
    await claim.release();
    return throwAsStartError(error);
  }
}

function throwAsStartError(cause: unknown): never {
  if (cause instanceof DataDirectoryClaimed) throw new StartError(`COFFER_DATA_DIR: ${cause.message}`, { cause });
  if (cause instanceof IndexUnusable) throw new StartError(`COFFER_INDEX_URL: ${cause.message}`, { cause });
  throw cause;
}
