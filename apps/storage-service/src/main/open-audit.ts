import { join } from 'node:path';

import { AuditMetrics, AuditStreams, GroupShipper, LmdbAuditLog, Upkeep, webhookHeaders, type AuditPlace, type UpkeepObserver } from '@coffer/audit';
import type { KmsClient } from '@coffer/kms-client';
import type { Log, Shutdown } from '@coffer/service';
import { pino } from 'pino';
import { Counter, type Registry } from 'prom-client';

import { AuditTrail, type DataSink } from '../http/audit-trail.js';
import { KeptEvents } from '../http/kept-events.js';
import { StreamedEvents } from '../http/streamed-events.js';

import type { StorageSettings } from '../config/settings.js';

/** Lines of streamed events are gathered to so many bytes, or for so long, and dropped when nobody takes them. */
const EVENT_GATHER_BYTES = 4_096;
const EVENT_GATHER_MS = 200;
const EVENT_BACKLOG_BYTES_MAX = 16 * 1_048_576;

/** The chains that the service writes, each a log of its own: what manages buckets is durable before the answer, uses of objects a little later. */
export type ChainName = 'management' | 'data';

export interface AuditParts {
  readonly settings: StorageSettings;
  readonly log: Log;
  readonly metrics: Registry;
  readonly shutdown: Shutdown;
  /** Takes the management events over, so that all are looked up and verified in one place. */
  readonly kms: Pick<KmsClient, 'importAuditGroups'>;
}

/** What is counted of all chains. */
interface Counted {
  readonly metrics: AuditMetrics;
  readonly upkeep: UpkeepObserver;
}

/** The folder of the streams' cursors in a chain's. */
export const CURSORS_FOLDER = 'streams';

/** The folder of one chain. */
export function auditDirectory({ dataDir }: Pick<StorageSettings, 'dataDir'>, chain: ChainName): string {
  return join(dataDir, 's3-audit', chain);
}

/** Opens what the S3 door records to. `hostId`: what `x-amz-id-2` says. */
export async function openAudit(parts: AuditParts, hostId: string): Promise<AuditTrail> {
  const metrics = new AuditMetrics(parts.metrics);
  const counted = { metrics, upkeep: metrics.upkeepObserver() };
  const management = await openChain(parts, counted, 'management');
  metrics.watchBacklog(() => management.backlog);
  const data = await dataSink(parts, counted);
  return new AuditTrail({ management, data, hostId });
}

async function openChain(parts: AuditParts, { metrics, upkeep: observer }: Counted, chain: ChainName): Promise<LmdbAuditLog> {
  const { settings, log, shutdown } = parts;
  const following: { grew(events: number): void }[] = [];
  const onAppended = (seconds: number, events: number): void => {
    metrics.appended(seconds, events);
    for (const each of following) each.grew(events);
  };
  const audit = LmdbAuditLog.open(auditDirectory(settings, chain), placeOf(settings), { onAppended });
  shutdown.add({ name: `audit log of ${chain} events`, close: () => audit.close() });
  const streams = new AuditStreams({
    targets: settings.auditStreams ?? [], log: audit, directory: join(auditDirectory(settings, chain), CURSORS_FOLDER), service: 'storage-service',
    webhookHeaders: () => webhookHeaders(settings.webhookToken), observerOf: (stream) => metrics.observerOf(log, stream),
  });
  await streams.start();
  metrics.watchStreams(streams);
  following.push(streams);
  shutdown.add(streams);
  const shippers = chain === 'management' ? await startShippers(parts, audit) : undefined;
  const own = shippers?.get(audit.writer);
  if (own !== undefined) {
    following.push(own);
    metrics.watchShipper(own);
  }
  const releasedUpTo = shippers && ((writer: string) => Promise.resolve(shippers.get(writer)?.shippedUpTo() ?? 0));
  const upkeep = new Upkeep({ audit, retentionDays: settings.auditRetentionDays, now: () => new Date(), log, observer, releasedUpTo });
  upkeep.start();
  shutdown.add(upkeep);
  return audit;
}

/** By writer: a log that was put back from a backup has the chain of the one that it was copied from as well, of which the KMS may not have everything. */
async function startShippers(parts: AuditParts, audit: LmdbAuditLog): Promise<ReadonlyMap<string, GroupShipper>> {
  const writers = new Set([audit.writer, ...(await audit.heads()).map(({ writer }) => writer)]);
  return new Map([...writers].map((writer) => [writer, startShipper(parts, audit, writer)]));
}

/** While the KMS is away, the groups wait in the log. */
function startShipper({ kms, log: serviceLog, shutdown }: AuditParts, log: LmdbAuditLog, writer: string): GroupShipper {
  const shipper = new GroupShipper({
    log,
    writer,
    send: (shipped, groups) => kms.importAuditGroups(shipped, groups),
    onFailure: (err) => { serviceLog.warn('audit events wait for the key service', { err }); },
  });
  shipper.start();
  shutdown.add(shipper);
  return shipper;
}

async function dataSink(parts: AuditParts, counted: Counted): Promise<DataSink | undefined> {
  const lost = new Counter({ name: 'coffer_s3_data_events_lost_total', help: 'Events of uses of objects that could be neither kept nor written', registers: [parts.metrics] });
  switch (parts.settings.dataEvents) {
    case 'kept':
      return keptEvents(parts, counted, lost, await openChain(parts, counted, 'data'));
    case 'stream':
      return streamedEvents(parts, lost);
    case 'off':
      return undefined;
  }
}

function keptEvents({ settings, log, shutdown }: AuditParts, { metrics }: Counted, lost: Counter, data: LmdbAuditLog): KeptEvents {
  const kept = new KeptEvents({
    log: data,
    flushMs: settings.auditFlushMs,
    onLost: (count, err) => {
      lost.inc(count);
      if (err !== undefined) log.error('events of uses of objects could not be kept', { count, err });
    },
  });
  metrics.watchBacklog(() => kept.backlog);
  shutdown.add({ name: 'kept data events', close: () => kept.flush() });
  return kept;
}

/** Undefined where the log level says that what goes well is of no interest. */
function streamedEvents({ settings, shutdown }: AuditParts, lost: Counter): StreamedEvents | undefined {
  if (settings.logLevel === 'warn' || settings.logLevel === 'error') return undefined;
  const destination = pino.destination({
    dest: 1, sync: false, minLength: EVENT_GATHER_BYTES, periodicFlush: EVENT_GATHER_MS, maxLength: EVENT_BACKLOG_BYTES_MAX,
  });
  destination.on('drop', (lines: string | Buffer) => { lost.inc(lines.toString().split('\n').length - 1); });
  shutdown.add({ name: 'data events', close: () => { destination.flushSync(); } });
  return new StreamedEvents(destination, placeOf(settings));
}

function placeOf({ accountId, region }: StorageSettings): AuditPlace {
  return { accountId, region, service: 's3.amazonaws.com' };
}
