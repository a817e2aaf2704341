import { randomBytes } from 'node:crypto';

import { connectKms, type KmsClient } from '@coffer/kms-client';
import {
  assertPortFree, assertWritableDirectory, createLog, createMetrics, grpcTlsFileNames, Health, isTraced, LiveIdentities, LiveTls, openTracing, Shutdown, writable, type Log, type Tracing,
} from '@coffer/service';

import { followKmsIdentities } from '../config/follow-kms-identities.js';
import { openEngines, type Engines } from '../config/open-engines.js';
import { readDoorTls } from '../config/read-door-tls.js';
import { engineDirectory, readStorageSettings, type StorageSettings } from '../config/settings.js';
import { createS3Server, renewTls } from '../http/server.js';
import { createObjects } from '../objects/create-objects.js';

import { CallMetrics } from './call-metrics.js';
import { ObjectsMetrics, SweepMetrics } from './objects-metrics.js';
import { openAudit } from './open-audit.js';
import { openConsole } from './open-console.js';
import { openAdminDoor, openS3Door, watchCertificates } from './open-doors.js';
import { openSealing } from './open-sealing.js';
import type { Parts, Start } from './parts.js';
import { serveDeps } from './serve-deps.js';
import { TracedBodyStore } from './traced-body-store.js';
import { tracedCalls } from './traced-calls.js';

/** A client that neither sends nor takes a byte for so long is gone. */
const SILENCE_MS = 60_000;

/** Checks everything that can be wrong before anything is touched, then opens from the inside out: engines, keys, doors. */
export async function serve(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const settings = readStorageSettings(env);
  const tls = readDoorTls(settings);
  const kmsTls = LiveTls.load('grpc', grpcTlsFileNames(settings));
  const identities = LiveIdentities.load(settings);
  assertWritableDirectory('COFFER_DATA_DIR', settings.dataDir);
  await assertPortFree('COFFER_S3_PORT', settings.host, settings.port);
  await assertPortFree('COFFER_S3_ADMIN_PORT', settings.host, settings.adminPort);
  await assertPortFree('COFFER_CONSOLE_PORT', settings.host, settings.consolePort ?? 0);

  const traces: { tracing?: Tracing | undefined } = {};
  const log = createLog({ service: 'storage-service', level: settings.logLevel, traceId: isTraced(settings) ? () => traces.tracing?.current()?.traceId : undefined });
  const shutdown = new Shutdown({ log, deadlineMs: settings.shutdownSeconds * 1_000 });
  const metrics = createMetrics('storage-service');
  const tracing = (traces.tracing = await openTracing({ service: 'storage-service', settings, metrics, log }));
  if (tracing !== undefined) shutdown.add(tracing);
  const parts: Parts = { settings, log, metrics, tracing, shutdown };
  identities.watch({ log, metrics: parts.metrics, reloadSeconds: settings.identitiesReloadSeconds });
  shutdown.add(identities);
  const start: Start = { waitsFor: 'the data directory to be opened' };
  const health = new Health();
  const adminPort = await openAdminDoor(parts, health, start);
  const engines = await openEngines(settings);
  closeLater(shutdown, engines);
  const calls = new CallMetrics(parts.metrics);
  const kms = connectKms({ target: settings.kmsTarget, tls: kmsTls.current, deadlineMs: settings.kmsDeadlineMs, observer: calls, tracer: tracing && tracedCalls(tracing, settings.kmsTarget) });
  calls.watch(kms);
  shutdown.add({ name: 'kms client', close: () => kms.close() });
  shutdown.add(followKmsIdentities(kms, identities, log));
  addChecks(health, settings, engines, kms);
  const sweeps = new SweepMetrics(parts.metrics);
  const objects = createObjects({
    index: engines.index,
    bodies: tracing === undefined ? engines.bodies : new TracedBodyStore(engines.bodies, tracing),
    sealing: openSealing(parts, kms),
    region: settings.region,
    now: Date.now,
    onLeftover: (err) => {
      sweeps.leftover();
      log.warn('a body could not be removed and waits for the next sweep', { err });
    },
    meter: new ObjectsMetrics(parts.metrics),
  });
  const hostId = randomBytes(48).toString('base64');
  const trail = await openAudit({ ...parts, kms }, hostId);
  const deps = serveDeps(parts, { objects, identities, kms, trail, hostId });
  const server = createS3Server(deps, { silenceMs: SILENCE_MS }, tls?.current);
  start.waitsFor = 'the S3 door to open';
  const s3 = await openS3Door(parts, server);
  const consolePort = await openConsole({ ...parts, health, index: engines.index, door: deps, tls }, s3);
  const ports = { s3, admin: adminPort, ...(consolePort !== undefined && { console: consolePort }) };
  kmsTls.onChange((renewed) => { kms.renewTls(renewed); });
  tls?.onChange((renewed) => { renewTls(server, renewed); });
  watchCertificates(parts, tls === undefined ? [kmsTls] : [kmsTls, tls]);
  start.waitsFor = undefined;
  shutdown.listen();
  log.info('ready', { host: settings.host, port: s3 });
  process.send?.({ ready: true, ports });
  sweep(log, engines, sweeps);
}

function closeLater(shutdown: Shutdown, { claim, index, bodies }: Engines): void {
  shutdown.add({ name: 'data directory claim', close: () => claim.release() });
  shutdown.add({ name: 'object index', close: () => index.close() });
  shutdown.add({ name: 'body store', close: () => bodies.close() });
}

/** The KMS informs only: without it HEAD, LIST and DELETE still work, and a restart of this service would not bring it back. */
function addChecks(health: Health, { dataDir, bodiesUrl }: StorageSettings, { index }: Engines, kms: KmsClient): void {
  health.add('index', async () => { await index.listBuckets(); return true; });
  health.add('bodies', writable(bodiesUrl.rest === '' ? 'COFFER_DATA_DIR' : 'COFFER_BODIES_URL', engineDirectory(dataDir, bodiesUrl, 'bodies')));
  health.add('kms', () => kms.available() || 'COFFER_KMS_GRPC_TARGET: the key service does not answer; what needs a key is refused with 503', { informs: true });
}

/** Removes what a crash left and no record names. Nobody waits for it. */
function sweep(log: Log, { index, bodies }: Engines, metrics: SweepMetrics): void {
  bodies.sweep((id) => index.namesBody(id)).then(
    (count) => {
      metrics.swept(count);
      if (count > 0) log.info('swept leftovers', { count });
    },
    (err: unknown) => {
      metrics.failed();
      log.warn('the sweep of leftovers failed', { err });
    },
  );
}
