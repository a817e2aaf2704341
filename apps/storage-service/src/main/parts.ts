import type { Log, Shutdown, Tracing } from '@coffer/service';
import type { Registry } from 'prom-client';

import type { StorageSettings } from '../config/settings.js';

/** How far the start has come; nothing is waited for when it is done. */
export interface Start {
  waitsFor: string | undefined;
}

/** What everything in the process is opened with. */
export interface Parts {
  readonly settings: StorageSettings;
  readonly log: Log;
  readonly metrics: Registry;
  readonly tracing: Tracing | undefined;
  readonly shutdown: Shutdown;
}
