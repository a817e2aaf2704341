import { join } from 'node:path';
import { AuditStreams, DigestExporter, Upkeep, webhookHeaders, type AuditMetrics } from '@coffer/audit';
import type { Log, Shutdown } from '@coffer/service';
import { storeDirectory, type KmsSettings, type SigningSettings } from '../config/settings.js';
import { openDigestTarget, type DigestTarget } from '../trail/digest-target.js';
import type { OpenService } from './open-service.js';

/** The folder of the streams' cursors in the store's. */
export const CURSORS_FOLDER = 'audit-streams';

/** Opens the streams of the audit log. They follow it from where they left off. */
export async function openStreams(settings: KmsSettings, { auditLog }: OpenService, metrics: AuditMetrics, log: Log): Promise<AuditStreams> {
  const streams = new AuditStreams({
    targets: settings.auditStreams ?? [],
    log: auditLog,
    directory: join(storeDirectory(settings), CURSORS_FOLDER),
    service: 'kms-service',
    webhookHeaders: () => webhookHeaders(settings.webhookToken),
    observerOf: (stream) => metrics.observerOf(log, stream),
  });
  await streams.start();
  metrics.watchStreams(streams);
  return streams;
}

/** Begins to keep house: digests if they are asked for, then retention. */
export async function startUpkeep(settings: KmsSettings, store: OpenService, metrics: AuditMetrics, log: Log, shutdown: Shutdown): Promise<void> {
  const { digestUrl, digestHours: hours, auditRetentionDays: retentionDays } = settings;
  const { auditLog: audit, service: { now } } = store;
  const digests = digestUrl && { hours, exporter: await openExporter(settings, store, digestUrl) };
  const upkeep = new Upkeep({ audit, retentionDays, now, log, digests, observer: metrics.upkeepObserver(true) });
  upkeep.start();
  shutdown.add(upkeep);
}

/** What exports the log to `target`, under the store's own signing key. */
export async function openExporter(
  { accountId, region, digestEndpoint }: Pick<SigningSettings, 'accountId' | 'region' | 'digestEndpoint'>, { auditLog, digestRecords }: Pick<OpenService, 'auditLog' | 'digestRecords'>, target: DigestTarget,
): Promise<DigestExporter> {
  const [store, key] = [await openDigestTarget(target, region, digestEndpoint), await digestRecords.signingKey()];
  return new DigestExporter({ log: auditLog, store, key, progress: digestRecords, place: { accountId, region }, now: () => new Date() });
}
