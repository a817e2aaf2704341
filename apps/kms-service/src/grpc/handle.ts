import { Secret } from '@coffer/crypto';
import type { ServerUnaryCall } from '@grpc/grpc-js';
import { KmsError } from '../errors/kms-error.js';
import type { BatchEntry, BatchResult } from '../operations/call.js';
import type { OperationName } from '../operations/requests.js';
import type { BatchRoute } from './batches.js';
import type { ForSomeone } from './decode.js';
import { assertMayForward, callerOf, peerCaller, type IdentityRules } from './identity.js';
import type { InnerDoor } from './inner-door.js';
import { peerOf, type Peer } from './peer.js';
import { Reply } from './reply.js';
import type { Route } from './routes.js';
import { clearSecrets } from './secrets.js';
import { within } from './within.js';

export interface Corridor {
  readonly inner: InnerDoor;
  readonly rules: IdentityRules;
}

/** What gRPC tells of one call. */
export interface Arrival<M = object> {
  readonly message: M;
  readonly peer: Peer;
  readonly requestId: string;
}

/** Throws for a peer without a name. */
export function arrivalOf(call: Pick<ServerUnaryCall<object, unknown>, 'request' | 'getPeer' | 'getAuthContext'>, requestId: string): Arrival {
  const address = call.getPeer().replace(/:\d+$/, '');
  return { message: call.request, peer: peerOf(call.getAuthContext().sslPeerCertificate, address), requestId };
}

/** The journey of one call, in order. Any step may throw; `server.ts` is the only writer of answers. */
export async function handle<N extends OperationName>(corridor: Corridor, name: N, route: Route<N>, arrival: Arrival<ForSomeone>): Promise<Reply> {
  await believe(corridor, name, arrival);
  const { onBehalfOf, ...fields } = arrival.message;
  const caller = callerOf(onBehalfOf, arrival.peer, corridor.rules);
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
  const decoded = route.decode(arrival.message, (message) => callerOf(message, arrival.peer, corridor.rules), arrival.requestId);
  const entries = decoded.filter((entry): entry is BatchEntry => !(entry instanceof KmsError));
  const performed = await within(route.deadlineMs, corridor.inner.performBatch(entries), (late) => {
    late.forEach(clearSecrets);
  });
  return new Reply(route.encode(merge(decoded, performed)), performed.flatMap(secretsOf));
}

/** Refuses, on the record, a peer whose word on callers does not count. Nothing that it sent is looked at. */
async function believe({ inner, rules }: Corridor, name: OperationName, { peer, requestId }: Arrival): Promise<void> {
  try {
    assertMayForward(peer, rules);
  } catch (error) {
    if (error instanceof KmsError) await inner.recordRefusal({ caller: peerCaller(peer, rules), requestId }, name, error);
    throw error;
  }
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
