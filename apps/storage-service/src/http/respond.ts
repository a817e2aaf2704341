import type { Cors } from '@coffer/service';

import type { Answer } from '../s3/answer.js';

import type { Exchange } from './exchange.js';
import { sendBody } from './send-body.js';
import { drain, fateOfConnection } from './unread-body.js';

const SERVER = 'Coffer';

/** Statuses that have no body, and so no length. */
const BODILESS = new Set([204, 304]);

/** What every answer tells besides its own. */
export interface DoorSigns {
  /** What `x-amz-id-2` and HostId say: which process answered. */
  readonly hostId: string;
  /** Whose pages may read answers. */
  readonly cors: Cors;
}

/**
 * Writes an answer: the only writer of responses. Returns the bytes of body that were sent.
 * Throws SendFailure if the body failed after the status had left; the connection is then broken off already.
 */
export async function respond(exchange: Exchange, answer: Answer, { hostId, cors }: DoorSigns): Promise<number> {
  const { request, response, body } = exchange;
  const fate = fateOfConnection(request, body);
  const { headers } = answer;
  headers.push('x-amz-request-id', exchange.id, 'x-amz-id-2', hostId, 'Server', SERVER);
  if (!BODILESS.has(answer.status)) pushLength(headers, answer, request.method === 'HEAD');
  const { origin } = request.headers;
  if (origin !== undefined) headers.push(...cors.headersFor(origin, namesOf(headers)));
  if (fate === 'close') headers.push('Connection', 'close');
  else if (!request.complete) body.discard();
  response.writeHead(answer.status, headers);
  if (answer.body !== undefined && 'chunks' in answer.body) return sendBody(response, answer.body);
  if (fate === 'keep') {
    response.end(answer.body);
  } else {
    // The answer leaves first; the connection ends when the client has had a fair chance to read it.
    if (answer.body === undefined) response.flushHeaders();
    else response.write(answer.body);
    await drain(request, body);
    response.end();
  }
  return answer.body?.length ?? 0;
}

/** The names among names and values by turns. */
function namesOf(headers: readonly string[]): readonly string[] {
  return headers.filter((_, at) => at % 2 === 0);
}

function pushLength(headers: string[], answer: Answer, isHead: boolean): void {
  // A failed HEAD has no length of its own to tell.
  if (isHead && answer.contentLength === undefined && answer.status !== 200) return;
  headers.push('Content-Length', String(answer.contentLength ?? answer.body?.length ?? 0));
}
