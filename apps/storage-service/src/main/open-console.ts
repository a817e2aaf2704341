import { join } from 'node:path';

import type { Cors, Health, LiveTls, Log, Shutdown } from '@coffer/service';
import type { Registry } from 'prom-client';

import type { StorageSettings } from '../config/settings.js';
import { serviceVersion } from '../config/version.js';
import { ownOrigins } from '../console/addresses.js';
import { ConsoleDoor } from '../console/console-door.js';
import { readKnownFiles, type KnownFile } from '../console/known-files.js';
import { Overview } from '../console/overview.js';
import { OverviewDesk } from '../console/overview-desk.js';
import type { ObjectIndex } from '../engine/object-index.js';
import type { ServeDeps } from '../http/serve.js';
import { countObjects } from '../objects/count-objects.js';

export interface ConsoleParts {
  readonly settings: StorageSettings;
  readonly log: Log;
  readonly metrics: Registry;
  readonly shutdown: Shutdown;
  readonly health: Health;
  readonly index: ObjectIndex;
  readonly door: Pick<ServeDeps, 'authenticator' | 'identities' | 'now' | 'cors'>;
  readonly tls: LiveTls | undefined;
}

/** Where a build of this workspace leaves the console. */
const BUILT = join(import.meta.dirname, '../../../console/dist');

/**
 * Opens the console's door beside the S3 door, which is open on `s3Port` and from now on lets pages of the console read its answers. Returns its port; undefined, with
 * a line in the log where that may surprise, if it is off or there are no files. Only a port that cannot be had ends the start.
 */
export async function openConsole(parts: ConsoleParts, s3Port: number): Promise<number | undefined> {
  const { settings, shutdown, log, door: { cors } } = parts;
  if (settings.consolePort === undefined) return undefined;
  const files = await consoleFiles(settings, log);
  if (files === undefined) return undefined;
  const door = new ConsoleDoor({ settings, files, s3Port, version: serviceVersion(), overview: overviewDesk(parts), log, tls: parts.tls?.current });
  const port = await door.listen(settings.host, settings.consolePort);
  shutdown.add(door);
  parts.tls?.onChange((renewed) => { door.renewTls(renewed); });
  allowOwnPages(settings, cors, port);
  return port;
}

/** Where operators named origins they meant those and no others. */
function allowOwnPages(settings: StorageSettings, cors: Cors, port: number): void {
  if (settings.consoleOrigins.length > 0) return;
  for (const origin of ownOrigins(settings, port)) cors.allow(origin);
}

async function consoleFiles({ consoleDir = BUILT }: StorageSettings, log: Log): Promise<ReadonlyMap<string, KnownFile> | undefined> {
  try {
    const files = await readKnownFiles(consoleDir);
    if (files === undefined) log.warn('no console is served: COFFER_CONSOLE_DIR holds no index.html, and there is none beside this service');
    return files;
  } catch (err) {
    log.error('no console is served: COFFER_CONSOLE_DIR cannot be read', { err });
    return undefined;
  }
}

function overviewDesk({ settings, metrics, health, index, door }: ConsoleParts): OverviewDesk {
  const overview = new Overview({ health, metrics, count: () => countObjects(index), startedAt: new Date() });
  const { accountId, region } = settings;
  return new OverviewDesk({ ...door, accountId, region, report: () => overview.report() });
}
