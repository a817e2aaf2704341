import { TRACEPARENT, type Log, type Tracing } from '@coffer/service';

import { StorageError } from '../errors/storage-error.js';
import type { Answer } from '../s3/answer.js';

import type { AuditTrail } from './audit-trail.js';
import { asStorageError, errorAnswer } from './error-answer.js';
import type { Exchange } from './exchange.js';
import { handle, type DoorDeps } from './handle.js';
import type { DoorMetrics } from './metrics.js';
import { respond } from './respond.js';
import type { Outcome } from './s3-event.js';
import { SendFailure } from './send-body.js';

/** Everything that the door stands on. */
export interface ServeDeps extends DoorDeps {
  readonly log: Log;
  readonly metrics: DoorMetrics;
  /** Absent: nothing is traced. */
  readonly tracing?: Tracing | undefined;
  readonly audit: AuditTrail;
  /** What `x-amz-id-2` and HostId say: which process answered. */
  readonly hostId: string;
}

/** nginx's number for a client that was gone before its answer; never sent. */
const STATUS_BROKEN_OFF = 499;
/** From here on a status says that it is our fault, which is what a span calls an error. */
const STATUS_OURS = 500;

/** One request from its first byte to its last: handled or refused, recorded, answered, counted, its keys zeroed. Never rejects. */
export async function serve(deps: ServeDeps, exchange: Exchange): Promise<void> {
  const { tracing } = deps;
  if (tracing === undefined) {
    await exchanged(deps, exchange);
    return;
  }
  const { method = '', headers } = exchange.request;
  const span = tracing.server('S3', headers[TRACEPARENT], { 'http.request.method': method, 'aws.request_id': exchange.id });
  const { status, code } = await tracing.within(span, () => exchanged(deps, exchange));
  const operation = exchange.operation?.name;
  if (operation !== undefined) span.rename(`s3 ${operation}`);
  span.set({ 'http.response.status_code': status, 'coffer.operation': operation ?? 'none' });
  span.end(status >= STATUS_OURS ? code : undefined);
}

/** How an exchange ended. */
interface Ended {
  readonly status: number;
  readonly code?: string | undefined;
}

async function exchanged(deps: ServeDeps, exchange: Exchange): Promise<Ended> {
  using _zeroed = exchange.secrets;
  deps.metrics.begun();
  try {
    const outcome = await recorded(deps, exchange, await outcomeOf(deps, exchange));
    const sent = await send(deps, exchange, outcome.answer);
    const status = sent < 0 ? STATUS_BROKEN_OFF : outcome.answer.status;
    deps.metrics.count(exchange, status, Math.max(sent, 0));
    deps.audit.note(exchange, { ...outcome, sent: Math.max(sent, 0) });
    return { status, code: outcome.error?.code };
  } catch (err) {
    deps.log.error('an exchange failed', { requestId: exchange.id, err });
    exchange.response.destroy();
    return { status: STATUS_OURS, code: 'InternalError' };
  } finally {
    deps.metrics.ended();
  }
}

async function outcomeOf(deps: ServeDeps, exchange: Exchange): Promise<Outcome> {
  try {
    return { answer: await handle(deps, exchange), sent: 0 };
  } catch (error) {
    return refusal(deps, exchange, asStorageError(error));
  }
}

function refusal(deps: ServeDeps, exchange: Exchange, error: StorageError): Outcome {
  report(deps, exchange, error);
  const answer = errorAnswer(error, { method: exchange.request.method, rawPath: exchange.rawPath, id: exchange.id }, deps.hostId);
  return { answer, error, sent: 0 };
}

/** What manages buckets is on record before it is answered; what cannot be recorded is refused, though a change may then stand without its event. */
async function recorded(deps: ServeDeps, exchange: Exchange, outcome: Outcome): Promise<Outcome> {
  try {
    await deps.audit.record(exchange, outcome);
    return outcome;
  } catch (cause) {
    return refusal(deps, exchange, new StorageError('InternalError', 'We encountered an internal error. Please try again.', { cause }));
  }
}

/** The bytes of body that were sent; -1 if the connection was broken off. */
async function send(deps: ServeDeps, exchange: Exchange, answer: Answer): Promise<number> {
  try {
    return await respond(exchange, answer, deps.hostId);
  } catch (error) {
    if (!(error instanceof SendFailure)) throw error;
    if (!error.clientGone) report(deps, exchange, asStorageError(error.cause));
    return -1;
  }
}

/**
 * Clients' mistakes are counted; ours are logged with their cause. When something that we depend on is away, every request says so: the log
 * gets a short line of each, and the stack only if it is asked for more.
 */
function report({ log, metrics }: ServeDeps, exchange: Exchange, error: StorageError): void {
  metrics.countError(exchange, error);
  const fields = { requestId: exchange.id, operation: exchange.operation?.name, code: error.code };
  if (error.code === 'InternalError') log.error('a request failed', { ...fields, err: error });
  else if (error.code === 'ServiceUnavailable') log.warn('a request could not be served', { ...fields, part: nameOf(error.cause) });
  if (error.code !== 'InternalError') log.debug('a request was refused', { ...fields, err: error });
}

function nameOf(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.name : undefined;
}
