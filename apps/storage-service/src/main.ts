import { randomBytes } from 'node:crypto';
import { once } from 'node:events';

import { connectKms, type KmsClient } from '@coffer/kms-client';
import {
  AdminServer, assertPortFree, assertWritableDirectory, Cors, createLog, createMetrics, grpcTlsFileNames, Health, HttpDoor, isTraced, LiveIdentities, LiveTls, openTracing, runMain,
  Shutdown, StartError, TlsMetrics, writable, type Log, type Tracing,
} from '@coffer/service';
import type { Registry } from 'prom-client';

import { followKmsIdentities } from './config/follow-kms-identities.js';
import { openEngines, type Engines } from './config/open-engines.js';
import { readDoorTls } from './config/read-door-tls.js';
import { engineDirectory, readStorageSettings, type StorageSettings } from './config/settings.js';
import { createAuthenticator } from './http/authenticate.js';
import type { AuditTrail } from './http/audit-trail.js';
import { HeldSessions } from './http/held-sessions.js';
import { DoorMetrics } from './http/metrics.js';
import type { ServeDeps } from './http/serve.js';
import { createS3Server, renewTls } from './http/server.js';
import { auditCommand, USAGE, type Print } from './main/audit-command.js';
import { backupCommand } from './main/backup-command.js';
import { CallMetrics } from './main/call-metrics.js';
import { KeyMetrics } from './main/key-metrics.js';
import { ObjectsMetrics, SweepMetrics } from './main/objects-metrics.js';
import { openAudit } from './main/open-audit.js';
import { openConsole } from './main/open-console.js';
import { TracedBodyStore } from './main/traced-body-store.js';
import { tracedCalls } from './main/traced-calls.js';
import { TracedSealing } from './main/traced-sealing.js';
import { createObjects } from './objects/create-objects.js';
import type { Objects } from './objects/objects.js';
import { BucketKeys } from './sse/bucket-keys.js';
import { Sealing } from './sse/sealing.js';

/** Of new bodies: large enough for bulk speed, small enough that a read of some bytes opens little more. */
const SEGMENT_SIZE = 262_144;
/** A client that neither sends nor takes a byte for so long is gone. */
const SILENCE_MS = 60_000;
/** What pages of other origins may ask S3 with. */
const CORS_METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'];

/** How far the start has come; nothing is waited for when it is done. */
interface Start {
  waitsFor: string | undefined;
}

interface Parts {
  readonly settings: StorageSettings;
  readonly log: Log;
  readonly metrics: Registry;
  readonly tracing: Tracing | undefined;
  readonly shutdown: Shutdown;
}

type Command = (args: readonly string[], env: Readonly<Record<string, string | undefined>>, print: Print) => Promise<number>;

const commands: ReadonlyMap<string, Command> = new Map([['audit', auditCommand], ['backup', backupCommand]]);

/** Checks everything that can be wrong before anything is touched, then opens from the inside out: engines, keys, doors. */
async function main(): Promise<void> {
  const settings = readStorageSettings(process.env);
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
    sealing: sealingOf(parts, kms),
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
  const deps = serveDeps(parts, objects, identities, sessionsOf(kms), { trail, hostId });
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

function sealingOf({ settings, metrics, tracing, shutdown }: Parts, kms: KmsClient): Sealing {
  const counted = new KeyMetrics(metrics);
  const bucketKeys = new BucketKeys(kms, { lifetimeMs: settings.bucketKeySeconds * 1_000, now: Date.now, onUse: counted.used, onDropped: counted.dropped });
  counted.watch(bucketKeys, kms);
  shutdown.add({ name: 'bucket keys', close: () => { bucketKeys.close(); } });
  return tracing === undefined ? new Sealing(kms, bucketKeys, SEGMENT_SIZE) : new TracedSealing(kms, bucketKeys, SEGMENT_SIZE, tracing);
}

/** What a session may is asked again when access has changed: its policies may be others. */
function sessionsOf(kms: KmsClient): HeldSessions {
  const sessions = new HeldSessions(kms, Date.now);
  kms.onAccessChanged(() => { sessions.clear(); });
  return sessions;
}

function serveDeps(parts: Parts, objects: Objects, identities: LiveIdentities, sessions: HeldSessions, { trail, hostId }: { readonly trail: AuditTrail; readonly hostId: string }): ServeDeps {
  const { settings, log, metrics, tracing } = parts;
  return {
    objects,
    region: settings.region,
    identities: identities.current,
    now: () => new Date(),
    authenticator: createAuthenticator(settings.region, identities.current, sessions),
    domains: settings.domains,
    allowPlainHttp: settings.allowPlainHttp,
    log,
    metrics: new DoorMetrics(metrics),
    tracing,
    audit: trail,
    hostId,
    cors: new Cors({ origins: settings.consoleOrigins, methods: CORS_METHODS }),
  };
}

/** The admin door opens first, so that readiness tells what a start waits for. */
async function openAdminDoor({ settings, log, metrics, shutdown }: Parts, health: Health, start: Start): Promise<number> {
  health.add('open', () => (shutdown.begun ? 'is stopping' : start.waitsFor === undefined || `starts, and waits for ${start.waitsFor}`));
  const admin = new AdminServer({ health, metrics, log });
  const port = await admin.listen('COFFER_S3_ADMIN_PORT', settings.host, settings.adminPort);
  shutdown.add({ name: 'admin door', close: () => admin.close() });
  return port;
}

/** The KMS informs only: without it HEAD, LIST and DELETE still work, and a restart of this service would not bring it back. */
function addChecks(health: Health, { dataDir, bodiesUrl }: StorageSettings, { index }: Engines, kms: KmsClient): void {
  health.add('index', async () => { await index.listBuckets(); return true; });
  health.add('bodies', writable(bodiesUrl.rest === '' ? 'COFFER_DATA_DIR' : 'COFFER_BODIES_URL', engineDirectory(dataDir, bodiesUrl, 'bodies')));
  health.add('kms', () => kms.available() || 'COFFER_KMS_GRPC_TARGET: the key service does not answer; what needs a key is refused with 503', { informs: true });
}

/** The S3 door opens last and closes first, so that every request finds all it needs. */
async function openS3Door({ settings, shutdown }: Parts, server: ReturnType<typeof createS3Server>): Promise<number> {
  const door = new HttpDoor(server);
  const s3Port = await door.listen('COFFER_S3_PORT', settings.host, settings.port);
  shutdown.add({ name: 'S3 door', close: () => door.close() });
  return s3Port;
}

/** From the moment at which everything is open that takes what is renewed. */
function watchCertificates({ settings, log, metrics: registry, shutdown }: Parts, all: readonly LiveTls[]): void {
  const metrics = new TlsMetrics(registry);
  for (const tls of all) {
    tls.watch({ log, metrics, reloadSeconds: settings.tlsReloadSeconds });
    shutdown.add(tls);
  }
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

/** Serves, or runs one of its commands beside the service. */
async function run(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined) return main();
  const command = commands.get(name);
  if (command === undefined) throw new StartError(USAGE);
  process.exitCode = await command(args, process.env, print);
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

await runMain(run);
