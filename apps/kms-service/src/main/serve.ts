import { join } from 'node:path';
import { AdminServer, assertPortFree, assertWritableDirectory, Cors, createLog, createMetrics, grpcTlsFileNames, Health, isTraced, LiveIdentities, LiveTls, openTracing, Shutdown, StartError, TlsMetrics, writable, type Log, type Tracing } from '@coffer/service';
import { AuditMetrics, type AuditStreams, type LmdbAuditLog } from '@coffer/audit';
import type { Caller } from '@coffer/iam';
import type { Registry } from 'prom-client';
import { readKmsSettings, storeDirectory, type KmsSettings } from '../config/settings.js';
import { emptyDirectory } from '../grpc/directory.js';
import { GrpcDoor } from '../grpc/grpc-door.js';
import { innerDoor } from '../grpc/inner-door.js';
import { FrontDoor } from '../http/front-door.js';
import { protocols } from '../http/protocols.js';
import { IamStore } from '../iam/iam-store.js';
import { FileRootKey } from '../keys/file-root-key.js';
import type { RootKey } from '../keys/root-key.js';
import type { Service } from '../operations/service.js';
import { grpcMetrics, httpMetrics } from './door-metrics.js';
import { DueRounds } from './due-rounds.js';
import { openSessions } from './open-sessions.js';
import { AUDIT_FOLDER, openService, ROOT_KEY_SETTING, type OpenService } from './open-service.js';
import { openStreams, startUpkeep } from './open-trail.js';

/** Whom a forwarder is in its own name: what CloudTrail calls S3. */
const SERVICE_PRINCIPAL = 's3.amazonaws.com';

/** How the identities of the IAM API are told from files. */
const IAM_DOCUMENT = 'IAM API';

/** How AWS's SDKs call every service behind this door. */
const CORS_METHODS = ['POST'];

/** Everything that can be wrong with what is outside, read and checked before anything is written. */
interface Prepared {
  readonly settings: KmsSettings;
  readonly grpcTls: LiveTls;
  readonly httpsTls: LiveTls | undefined;
  readonly identities: LiveIdentities;
  readonly rootKey: RootKey;
}

/** What both doors stand on. */
interface Opened {
  readonly service: Service;
  readonly auditLog: LmdbAuditLog;
  readonly sessions: ReturnType<typeof openSessions>;
  readonly iam: IamStore | undefined;
  readonly log: Log;
  readonly registry: Registry;
  readonly tracing: Tracing | undefined;
  readonly shutdown: Shutdown;
}

/** Runs the service until it is asked to end. Throws StartError, having touched nothing, for what the operator can mend. */
export async function serve(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const prepared = await prepare(readKmsSettings(env));
  const { settings } = prepared;
  const traces: { tracing?: Tracing | undefined } = {};
  const log = createLog({ service: 'kms-service', level: settings.logLevel, traceId: isTraced(settings) ? () => traces.tracing?.current()?.traceId : undefined });
  const shutdown = new Shutdown({ log, deadlineMs: settings.shutdownSeconds * 1000 });
  const registry = createMetrics('kms-service');
  const tracing = (traces.tracing = await openTracing({ service: 'kms-service', settings, metrics: registry, log }));
  if (tracing !== undefined) shutdown.add(tracing);
  const health = new Health();
  let waitsFor: string | undefined = 'the keys and the audit log to open';
  health.add('running', () => (shutdown.begun ? 'is stopping' : waitsFor === undefined || `starts, and waits for ${waitsFor}`));
  const admin = new AdminServer({ health, metrics: registry, log });
  const ports = { kms: 0, grpc: 0, admin: await admin.listen('COFFER_KMS_ADMIN_PORT', settings.host, settings.adminPort) };
  shutdown.add({ name: 'admin door', close: () => admin.close() });
  const { identities } = prepared;
  identities.watch({ log, metrics: registry, reloadSeconds: settings.identitiesReloadSeconds });
  shutdown.add(identities);
  const directory = { standingOf: (caller: Caller) => identities.current().standingOf(caller), revision: () => identities.revision };
  const audit = new AuditMetrics(registry);
  const following: AuditStreams[] = [];
  const store = await openService(settings, prepared.rootKey, registry, directory, (seconds, events) => {
    audit.appended(seconds, events);
    for (const streams of following) streams.grew(events);
  });
  const { service } = store;
  shutdown.add(store);
  const iam = settings.iamApi ? await IamStore.open(store.rows.store, store.rows.sealed, (document) => void identities.put(IAM_DOCUMENT, document)) : undefined;
  following.push(await openStreams(settings, store, audit, log));
  following.forEach((streams) => { shutdown.add(streams); });
  waitsFor = 'its doors to open';
  audit.watchBacklog(() => store.auditLog.backlog);
  await startUpkeep(settings, store, audit, log, shutdown);
  shutdown.add(startDueRounds(store, log));
  const opened: Opened = { service, auditLog: store.auditLog, sessions: openSessions(service, identities.current), iam, log, registry, tracing, shutdown };
  addChecks(health, settings, store);
  ports.kms = await openFrontDoor(prepared, opened);
  ports.grpc = await openGrpcDoor(prepared, opened);
  watchCertificates(prepared, registry, opened);
  waitsFor = undefined;
  shutdown.listen();
  for (const [part, port] of Object.entries(ports)) log.info('listening', { part, host: settings.host, port });
  process.send?.({ ready: true, ports });
}

function startDueRounds(store: OpenService, log: Log): DueRounds {
  const keys = store.dueKeys({
    onDone: ({ task }, keyArn) => { log.info(task === 'rotate' ? 'a key was rotated' : 'a key was deleted', { keyArn }); },
    onFailed: ({ task, keyId }, err) => { log.error('what is due of a key could not be done; it is tried again in a minute', { part: `${task} ${keyId}`, err }); },
  });
  const rounds = new DueRounds({ keys, log, now: Date.now, steady: () => performance.now() });
  rounds.start();
  return rounds;
}

/** Without any of these no request for a key can be served. */
function addChecks(health: Health, settings: KmsSettings, store: OpenService): void {
  const setting = settings.storeUrl.rest === '' ? 'COFFER_DATA_DIR' : 'COFFER_KMS_STORE_URL';
  health.add('store', async () => (await store.isWell()) || `${setting}: the keys that were there are gone`);
  health.add('audit', writable(setting, join(storeDirectory(settings), AUDIT_FOLDER)));
  health.add('root-key', async () => (await store.rootKeyFits()) || `${ROOT_KEY_SETTING}: the root key in use no longer fits the keys that are kept; restart with the one that does`);
}

async function prepare(settings: KmsSettings): Promise<Prepared> {
  const { host } = settings;
  assertWritableDirectory('COFFER_DATA_DIR', settings.dataDir);
  assertWritableDirectory(settings.storeUrl.rest === '' ? 'COFFER_DATA_DIR' : 'COFFER_KMS_STORE_URL', storeDirectory(settings));
  const prepared = {
    settings,
    grpcTls: LiveTls.load('grpc', grpcTlsFileNames(settings)),
    httpsTls: readHttpsTls(settings),
    identities: LiveIdentities.load(settings),
    rootKey: FileRootKey.open(ROOT_KEY_SETTING, settings.rootKeyFile),
  };
  await assertPortFree('COFFER_KMS_ADMIN_PORT', host, settings.adminPort);
  await assertPortFree('COFFER_KMS_PORT', host, settings.kmsPort);
  await assertPortFree('COFFER_KMS_GRPC_PORT', host, settings.grpcPort);
  return prepared;
}

function readHttpsTls({ tlsCertFile, tlsKeyFile }: KmsSettings): LiveTls | undefined {
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return undefined;
  return LiveTls.load('api', { cert: { setting: 'COFFER_KMS_TLS_CERT_FILE', file: tlsCertFile }, key: { setting: 'COFFER_KMS_TLS_KEY_FILE', file: tlsKeyFile } });
}

/** From the moment at which the doors are open, which take what is renewed. */
function watchCertificates({ settings: { tlsReloadSeconds: reloadSeconds }, grpcTls, httpsTls }: Prepared, registry: Registry, { log, shutdown }: Opened): void {
  const metrics = new TlsMetrics(registry);
  for (const tls of httpsTls === undefined ? [grpcTls] : [grpcTls, httpsTls]) {
    tls.watch({ log, metrics, reloadSeconds });
    shutdown.add(tls);
  }
}

async function openFrontDoor({ settings, identities, httpsTls: tls }: Prepared, { service, auditLog, sessions, iam, log, registry, tracing, shutdown }: Opened): Promise<number> {
  const cors = new Cors({ origins: settings.consoleOrigins, methods: CORS_METHODS });
  const door = new FrontDoor({ observer: httpMetrics(registry), tracing, protocols: protocols({ service, identities: identities.current, region: settings.region, log: auditLog, ...sessions, iam }), log, tls: tls?.current, cors });
  tls?.onChange((renewed) => { door.renewTls(renewed); });
  const port = await door.listen('COFFER_KMS_PORT', settings.host, settings.kmsPort);
  shutdown.add(door);
  return port;
}

async function openGrpcDoor({ settings, grpcTls }: Prepared, { auditLog: trail, service, sessions, iam, log, registry, tracing, shutdown }: Opened): Promise<number> {
  const { accountId, forwarders, host, grpcPort } = settings;
  const door = new GrpcDoor({
    tls: grpcTls.current,
    observer: grpcMetrics(registry),
    tracing,
    inner: innerDoor(service),
    trail,
    directory: {
      openSession: (token, accessKeyId) => sessions.sessions.open(token, accessKeyId),
      identitiesRevision: () => iam?.revision ?? emptyDirectory.identitiesRevision(),
      identitiesDocument: () => (iam === undefined ? emptyDirectory.identitiesDocument() : JSON.stringify(iam.document())),
    },
    rules: { forwarders, servicePrincipal: SERVICE_PRINCIPAL, accountId, openSession: () => undefined },
    onFault: (err, operation, requestId) => {
      log.error('a request failed', { requestId, operation, code: err.code, err });
    },
  });
  grpcTls.onChange((renewed) => { door.renewTls(renewed); });
  shutdown.add(door);
  return door.listen(host, grpcPort).catch((cause: unknown) => {
    throw new StartError(`COFFER_KMS_GRPC_PORT: cannot listen on ${host}:${String(grpcPort)} (${(cause as Error).message})`, { cause });
  });
}
