import { AccessRevision } from './access-revision.js';
import { BatchQueue, type BatchLimits, type BatchQueueOptions } from './batch-queue.js';
import { Breaker } from './breaker.js';
import type { BatchMethod, CallObserver } from './call-observer.js';
import type { CallTracer } from './call-tracer.js';
import { Connection, type ClientTls, type ConnectionOptions } from './connection.js';
import { IdentitiesRevision } from './identities-revision.js';
import { loadKeyService } from './key-service.js';
import { KmsClientError, type DataKey, type KmsClient, type OnBehalfOf } from './kms-client.js';
import { decodeDataKeyBatch, decodeDecryptBatch, encodeDataKeyBatch, encodeDecryptBatch, type Asked, type DataKeyAsked, type DecryptAsked, type Decrypted } from './messages.js';
import { Pulse } from './pulse.js';
import { Questions } from './questions.js';
import { isLate } from './transport-error.js';
import { WatchedCalls } from './watched-calls.js';

export interface ConnectKmsOptions extends ConnectionOptions {
  /** From the asking to the answer or the refusal, for every call. */
  readonly deadlineMs?: number;
  readonly limits?: Partial<BatchLimits>;
  /** Monotonic milliseconds. */
  readonly now?: () => number;
  readonly random?: () => number;
  readonly observer?: CallObserver | undefined;
  readonly tracer?: CallTracer | undefined;
}

/** The key service over a connection of its own. */
export interface KmsConnection extends KmsClient {
  /** Shows these certificates, and trusts these authorities, from now on. Throws, and changes nothing, if they do not fit together. */
  renewTls(tls: ClientTls): void;
  /** Requests that wait for a call to leave. */
  waiting(): number;
}

const DEADLINE_MS = 2_000;
/** A quarter of what the service takes: beyond this a larger batch saves nothing, and everyone in it waits for all of it. */
const ENTRIES_MAX = 256;
const BATCH_BYTES_MAX = 1024 * 1024;
/** One call's keys are made while another's events are written: with 64 callers that gives more keys than one at a time does, and a third gains nothing. */
const IN_FLIGHT_MAX = 2;
/** Some seconds' worth of keys: more would only wait to be refused by its deadline. */
const WAITING_MAX = 10_000;
/** A caller's table entry and the framing of one, generously. */
const ENTRY_OVERHEAD_BYTES = 512;

/** Connects, now and whenever it must, and never throws for a service that is away: calls then fail with `Unavailable`. */
export function connectKms(options: ConnectKmsOptions): KmsConnection {
  const { now = () => performance.now(), random = Math.random, observer, tracer } = options;
  const methods = loadKeyService();
  const connection = new Connection(options);
  const calls = new WatchedCalls({ connection, observer, tracer });
  const breaker = new Breaker(() => {
    for (const queue of [dataKeys, openings]) queue.refuseWaiting('The key service is away.');
  });
  const deadline = (deadlineMs: number): Date => new Date(Date.now() + deadlineMs - now());
  const common = { breaker, now, random, limits: limitsOf(options) };
  const dataKeys = new BatchQueue<DataKeyAsked, DataKey>({
    ...common,
    ...watched('GenerateDataKeyBatch', observer),
    sizeOf: ({ keyId, ...asked }) => sizeOf(asked) + keyId.length,
    send: async (asked, deadlineMs) => decodeDataKeyBatch(await calls.call(methods.GenerateDataKeyBatch, encodeDataKeyBatch(asked), deadline(deadlineMs), spansOf(asked))),
  } satisfies BatchQueueOptions<DataKeyAsked, DataKey>);
  const openings = new BatchQueue<DecryptAsked, Decrypted>({
    ...common,
    ...watched('DecryptBatch', observer),
    sizeOf: ({ blob, ...asked }) => sizeOf(asked) + blob.length,
    send: async (asked, deadlineMs) => decodeDecryptBatch(await calls.call(methods.DecryptBatch, encodeDecryptBatch(asked), deadline(deadlineMs), spansOf(asked))),
  } satisfies BatchQueueOptions<DecryptAsked, Decrypted>);
  const questions = new Questions(methods, calls, breaker, common.limits.deadlineMs);
  const revision = new AccessRevision();
  const kept = new IdentitiesRevision();
  const pulse = new Pulse({
    breaker,
    random,
    ping: async (deadlineMs) => {
      const pong = await connection.call(methods.Ping, {}, new Date(Date.now() + deadlineMs));
      revision.heard(pong.accessRevision);
      kept.heard(pong.identitiesRevision);
    },
    isLate,
    onLate: () => { connection.renew(); },
  });
  pulse.start();
  return {
    generateDataKey: (who, keyId, context, requestId) => refusalOf(who) ?? dataKeys.ask({ who, keyId, context, requestId, span: tracer?.current() }),
    decrypt: (who, blob, context, requestId) => refusalOf(who) ?? openings.ask({ who, blob, context, requestId, span: tracer?.current() }),
    onAccessChanged: (listener) => { revision.onChange(listener); },
    openSession: (token, accessKeyId) => questions.openSession(token, accessKeyId),
    identities: (knownRevision) => questions.identities(knownRevision),
    onIdentitiesChanged: (listener) => { kept.onChange(listener); },
    importAuditGroups: (writer, groups) => questions.importAuditGroups(writer, groups),
    available: () => breaker.healthy,
    waiting: () => dataKeys.waiting + openings.waiting,
    renewTls: (tls) => { connection.renewTls(tls); },
    close: () => {
      pulse.stop();
      for (const queue of [dataKeys, openings]) queue.close();
      connection.close();
      return Promise.resolve();
    },
  };
}

function limitsOf({ deadlineMs = DEADLINE_MS, limits }: ConnectKmsOptions): BatchLimits {
  return { deadlineMs, entriesMax: ENTRIES_MAX, batchBytesMax: BATCH_BYTES_MAX, inFlightMax: IN_FLIGHT_MAX, waitingMax: WAITING_MAX, ...limits };
}

/** Refused before it is in a batch, which would be refused whole. */
function refusalOf(who: OnBehalfOf): Promise<never> | undefined {
  if (who === 'service' || who.type !== 'Service') return undefined;
  return Promise.reject(new KmsClientError('AccessDeniedException', 'A service calls in its own name only, not in the name of another.'));
}

/** What a queue tells of one method. */
function watched(method: BatchMethod, observer: CallObserver | undefined): Pick<BatchQueueOptions<never, never>, 'onBatch' | 'onSettled'> {
  if (observer === undefined) return {};
  return {
    onBatch: (entries) => { observer.batched(method, entries); },
    onSettled: (outcome) => { observer.settled(method, outcome); },
  };
}

/** Whom a batch serves. */
function spansOf(asked: readonly Asked[]): readonly (object | undefined)[] {
  return asked.map(({ span }) => span);
}

/** UTF-16 units, of which UTF-8 makes at most three bytes each. */
function sizeOf({ context }: Asked): number {
  let units = 0;
  for (const [key, value] of context) units += key.length + value.length;
  return ENTRY_OVERHEAD_BYTES + 3 * units;
}
