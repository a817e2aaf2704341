import { Metadata, Server, type UntypedServiceImplementation, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { TRACEPARENT, type Tracing } from '@coffer/service';
import { KmsError, toKmsError } from '../errors/kms-error.js';
import { batchRoutes, type BatchRpc } from './batches.js';
import { CallWindow } from './call-window.js';
import { KEY_SERVICE_NAME, loadContract, type Method } from './contract.js';
import { emptyDirectory, type Directory } from './directory.js';
import { directoryRoutes } from './directory-routes.js';
import { emptyTrail, importAuditGroups, type AuditImport } from './audit-import.js';
import type { GrpcObserver } from './grpc-observer.js';
import { arrivalOf, handle, handleBatch, handleQuestion, type Arrival, type Corridor } from './handle.js';
import { GrpcHealth } from './health.js';
import type { InnerDoor } from './inner-door.js';
import type { IdentityRules } from './identity.js';
import { MutualTls, type ServerTls } from './mutual-tls.js';
import { Reply } from './reply.js';
import { REQUEST_ID_KEY, requestIdOf } from './request-id.js';
import { routes } from './routes.js';
import { statusFor } from './status.js';

export interface GrpcDoorOptions {
  readonly tls: ServerTls;
  readonly inner: InnerDoor;
  readonly rules: IdentityRules;
  /** Without it there are no sessions, and no identities but those of the files. */
  readonly directory?: Directory;
  /** Without it nobody's audit groups are taken over. */
  readonly trail?: AuditImport;
  /** Milliseconds since 1970: what stamps of calls are held against. */
  readonly now?: () => number;
  /** Told of errors that are ours, with their causes, which no caller is told. */
  readonly onFault: (error: KmsError, operation: string, requestId: string) => void;
  readonly observer?: GrpcObserver | undefined;
  readonly tracing?: Tracing | undefined;
}

/** A batch of 1,000 entries with the largest blobs does not fit: batches are bounded by bytes as well as by entries. */
export const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
/** Calls under way on one connection. A client that batches needs a handful. */
const STREAMS_MAX = 1_000;
/** Room for the answers to a full batch. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;
const DRAIN_MS = 5_000;

type Respond = (arrival: Arrival) => Promise<Reply>;

/** The door for services: gRPC over mutual TLS. Every rpc of the contract, and the standard services for health and reflection. */
export class GrpcDoor {
  readonly name = 'gRPC door';
  readonly #tls: MutualTls;
  readonly #server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
    'grpc.max_send_message_length': ANSWER_BYTES_MAX,
    'grpc.max_concurrent_streams': STREAMS_MAX,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5_000,
  });
  readonly #health = new GrpcHealth();
  readonly #options: Pick<GrpcDoorOptions, 'onFault' | 'observer' | 'tracing'>;

  constructor({ tls, inner, rules, directory = emptyDirectory, trail = emptyTrail, now = Date.now, ...options }: GrpcDoorOptions) {
    this.#tls = new MutualTls(tls);
    this.#options = options;
    const contract = loadContract();
    this.#addKeyService(contract.keyService, { inner, rules, directory, trail, window: new CallWindow(now) });
    this.#server.addService(Object.fromEntries(contract.health), this.#health.implementation);
    // The contract is public; whoever has a certificate may ask for it, as for the health.
    new ReflectionService(contract.definition).addToServer(this.#server);
  }

  /** Returns the port, which is a free one if `port` is 0. Rejects if it is taken. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(`${host.includes(':') ? `[${host}]` : host}:${String(port)}`, this.#tls, (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
  }

  /** New connections use these certificates from now on. */
  renewTls(tls: ServerTls): void {
    this.#tls.renew(tls);
  }

  stop(): void {
    this.#health.stop();
  }

  /** Lets calls that have begun end, then cuts what is left. */
  async close(): Promise<void> {
    this.stop();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.abort();
      }, DRAIN_MS);
      this.#server.tryShutdown(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Cuts every connection. */
  abort(): void {
    this.#server.forceShutdown();
  }

  #addKeyService(methods: ReadonlyMap<string, Method>, corridor: Corridor): void {
    const implementation: UntypedServiceImplementation = {};
    const definition: Record<string, Method> = {};
    for (const [rpc, method] of methods) {
      definition[rpc] = { ...method, responseSerialize: (reply: object) => (reply as Reply).serialize(method.responseSerialize) };
      implementation[rpc] = rpc === 'Ping' ? ponger(corridor) : this.#serve(rpc, responder(corridor, rpc));
    }
    this.#server.addService(definition, implementation);
  }

  /** The one writer of answers. */
  #serve(rpc: string, respond: Respond) {
    return (call: ServerUnaryCall<object, Reply>, callback: sendUnaryData<Reply>): void => {
      const { tracing } = this.#options;
      if (tracing === undefined) void this.#answer(rpc, respond, call, callback);
      else void this.#traced(tracing, rpc, respond, call, callback);
    };
  }

  async #traced(tracing: Tracing, rpc: string, respond: Respond, call: ServerUnaryCall<object, Reply>, callback: sendUnaryData<Reply>): Promise<void> {
    const [traceparent] = call.metadata.get(TRACEPARENT);
    const method = `${KEY_SERVICE_NAME}/${rpc}`;
    const span = tracing.server(method, typeof traceparent === 'string' ? traceparent : undefined, { 'rpc.system.name': 'grpc', 'rpc.method': method });
    const outcome = await tracing.within(span, () => this.#answer(rpc, respond, call, callback));
    span.end(outcome === 'Success' ? undefined : outcome);
  }

  /** The id goes first, with the headers, so that a caller has it whatever follows. `Success`, or the error's code. */
  async #answer(rpc: string, respond: Respond, call: ServerUnaryCall<object, Reply>, callback: sendUnaryData<Reply>): Promise<string> {
    const { observer, onFault, tracing } = this.#options;
    const started = performance.now();
    const requestId = requestIdOf(call.metadata);
    tracing?.current()?.set({ 'aws.request_id': requestId });
    call.sendMetadata(idMetadata(requestId));
    if (Object.hasOwn(batchRoutes, rpc)) observer?.batched(rpc, entriesOf(call.request));
    const outcome = await outcomeOf(() => respond(arrivalOf(call, requestId)));
    const code = outcome instanceof KmsError ? outcome.code : 'Success';
    observer?.answered(rpc, code, (performance.now() - started) / 1_000);
    if (outcome instanceof KmsError) {
      if (outcome.fault === 'server') onFault(outcome, rpc, requestId);
      callback(statusFor(outcome));
    } else {
      callback(null, outcome);
      outcome.clear();
    }
    return code;
  }
}

function entriesOf(message: object): number {
  return 'entries' in message && Array.isArray(message.entries) ? message.entries.length : 0;
}

async function outcomeOf(attempt: () => Promise<Reply>): Promise<Reply | KmsError> {
  try {
    return await attempt();
  } catch (error) {
    return toKmsError(error);
  }
}

function responder(corridor: Corridor, rpc: string): Respond {
  if (Object.hasOwn(batchRoutes, rpc)) return (arrival) => handleBatch(corridor, batchRoutes[rpc as BatchRpc], arrival);
  const question = directoryRoutes.get(rpc);
  if (question !== undefined) return (arrival) => handleQuestion(corridor, rpc, question, arrival);
  if (rpc === 'ImportAuditGroups') return (arrival) => handleQuestion(corridor, rpc, (_directory, message) => importAuditGroups(corridor.trail, arrival.peer, message), arrival);
  if (!Object.hasOwn(routes, rpc)) throw new Error(`the contract has ${KEY_SERVICE_NAME}.${rpc}, and no route leads there`);
  const name = rpc as keyof typeof routes;
  return (arrival) => handle(corridor, name, routes[name], arrival);
}

/** Any peer with a certificate is told that access has changed, and not how. */
function ponger({ inner, directory }: Corridor) {
  return (_: unknown, callback: sendUnaryData<Reply>): void => {
    callback(null, new Reply({ accessRevision: inner.accessRevision(), identitiesRevision: directory.identitiesRevision() }));
  };
}

function idMetadata(requestId: string): Metadata {
  const metadata = new Metadata();
  metadata.set(REQUEST_ID_KEY, requestId);
  return metadata;
}
