import { Secret } from '@coffer/crypto';
import { plainAddress } from '@coffer/service';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { KmsError } from '../errors/kms-error.js';
import type { BatchEntry, BatchResult } from '../operations/call.js';
import type { OperationName } from '../operations/requests.js';
import { callersOf, type BatchRoute } from './batches.js';
import type { CallWindow } from './call-window.js';
import type { ForSomeone } from './decode.js';
import { rulesFor, type Directory } from './directory.js';
import type { AuditImport } from './audit-import.js';
import type { DirectoryRoute } from './directory-routes.js';
import { assertMayForward, callerOf, peerCaller, type IdentityRules } from './identity.js';
import type { InnerDoor } from './inner-door.js';
import { peerOf, type Peer } from './peer.js';
import { Reply } from './reply.js';
import type { Route } from './routes.js';
import { clearSecrets } from '../operations/clear-secrets.js';
import { within } from './within.js';

/** How long a question about identities may take. */
const QUESTION_MS = 2_000;

export interface Corridor {
  readonly inner: InnerDoor;
  readonly rules: IdentityRules;
  readonly directory: Directory;
  readonly trail: AuditImport;
  readonly window: CallWindow;
}

/** What gRPC tells of one call. */
export interface Arrival<M = object> {
  readonly message: M;
  readonly peer: Peer;
  readonly metadata: Metadata;
  readonly requestId: string;
}

/** Throws for a peer without a name. */
export function arrivalOf(call: Pick<ServerUnaryCall<object, unknown>, 'request' | 'metadata' | 'getPeer' | 'getAuthContext'>, requestId: string): Arrival {
  const address = plainAddress(call.getPeer().replace(/:\d+$/, ''));
  return { message: call.request, peer: peerOf(call.getAuthContext().sslPeerCertificate, address), metadata: call.metadata, requestId };
}

/** The journey of one call, in order. Any step may throw; `server.ts` is the only writer of answers. */
export async function handle<N extends OperationName>(corridor: Corridor, name: N, route: Route<N>, arrival: Arrival<ForSomeone>): Promise<Reply> {
  await believe(corridor, name, arrival);
  const { onBehalfOf, ...fields } = arrival.message;
  const rules = await rulesFor(corridor.rules, corridor.directory, [onBehalfOf]);
  const caller = await onRecord(corridor, name, arrival, () => callerOf(onBehalfOf, arrival.peer, rules));
  const request = route.decode(fields);
  const work = corridor.inner.perform({ caller, requestId: arrival.requestId }, name, request).finally(() => {
    clearSecrets(request);
  });
  const response = await within(route.deadlineMs, work, clearSecrets);
  return new Reply(route.encode(response), secretsOf(response));
}

/** The same for a batch: entries that are no requests are answered beside those that were performed. */
export async function handleBatch(corridor: Corridor, route: BatchRoute, arrival: Arrival): Promise<Reply> {
  await believe(corridor, route.operation, arrival);
  const rules = await rulesFor(corridor.rules, corridor.directory, callersOf(arrival.message));
  const decoded = route.decode(arrival.message, (message) => callerOf(message, arrival.peer, rules), arrival.requestId);
  await recordForged(corridor, route, arrival, decoded);
  const entries = decoded.filter((entry): entry is BatchEntry => !(entry instanceof KmsError));
  const performed = await within(route.deadlineMs, corridor.inner.performBatch(entries), (late) => {
    late.forEach(clearSecrets);
  });
  return new Reply(route.encode(merge(decoded, performed)), performed.flatMap(secretsOf));
}

/** The same for a question about identities, which a peer asks in its own name. */
export async function handleQuestion(corridor: Corridor, rpc: string, route: DirectoryRoute, arrival: Arrival): Promise<Reply> {
  await believe(corridor, rpc, arrival);
  return within(QUESTION_MS, route(corridor.directory, arrival.message), (late) => {
    late.clear();
  });
}

/** Refuses, on the record, a peer whose word on callers does not count, and a call that was made before. Nothing that it sent is looked at. */
async function believe(corridor: Corridor, name: string, arrival: Arrival): Promise<void> {
  await onRecord(corridor, name, arrival, () => {
    assertMayForward(arrival.peer, corridor.rules);
    corridor.window.admit(arrival.metadata);
  });
}

/** What `attempt` gives. If it is denied, that is recorded under the peer's own name before it is thrown. */
async function onRecord<T>({ inner, rules }: Corridor, name: string, { peer, requestId }: Arrival, attempt: () => T): Promise<T> {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof KmsError && error.code === 'AccessDeniedException') await inner.recordRefusal({ caller: peerCaller(peer, rules), requestId }, name, error);
    throw error;
  }
}

/** Callers that cannot be were denied entry by entry: each denial is recorded as a call's would be. */
async function recordForged({ inner, rules }: Corridor, { operation }: BatchRoute, { peer, requestId }: Arrival, decoded: readonly (BatchEntry | KmsError)[]): Promise<void> {
  const denials = decoded.filter((entry) => entry instanceof KmsError && entry.code === 'AccessDeniedException') as KmsError[];
  await Promise.all(denials.map((denial) => inner.recordRefusal({ caller: peerCaller(peer, rules), requestId }, operation, denial)));
}

function merge(decoded: readonly (BatchEntry | KmsError)[], performed: readonly BatchResult[]): BatchResult[] {
  const results = performed.values();
  return decoded.map((entry) => (entry instanceof KmsError ? entry : (results.next().value ?? new KmsError('KMSInternalException', 'An entry was left without a result.'))));
}

function secretsOf(response: object): Secret[] {
  const secrets: Secret[] = [];
  for (const member of Object.values(response) as unknown[]) if (member instanceof Secret) secrets.push(member);
  return secrets;
}
