import { KmsError } from '../errors/kms-error.js';
import type { Call } from '../operations/call.js';
import { perform } from '../operations/perform.js';
import type { OperationName, Requests } from '../operations/requests.js';
import type { Service } from '../operations/service.js';
import type { Authenticate } from './authenticate.js';
import { decoders } from './decode.js';
import { encodeResponse } from './encode.js';
import type { HttpRequest } from './http-request.js';
import { operationOf } from './operation-name.js';
import { clearSecrets } from '../operations/clear-secrets.js';
import { WireMembers } from './wire-members.js';

export interface Corridor {
  readonly service: Service;
  readonly authenticate: Authenticate;
}

/** The journey of every request of KMS, in order. Any step may throw; the protocol is the only writer of answers. */
export async function handle({ service, authenticate }: Corridor, request: HttpRequest, requestId: string): Promise<Buffer> {
  try {
    if (request.method !== 'POST' || request.url.split('?')[0] !== '/') throw new KmsError('UnknownOperationException', 'Operations are requests of POST to /.');
    const caller = await authenticate(request);
    const name = operationOf(request.target);
    return await carryOut(service, { caller, requestId }, name, decode(name, request.body));
  } finally {
    request.body.fill(0);
  }
}

function decode<N extends OperationName>(name: N, body: Buffer): Requests[N] {
  return decoders[name](WireMembers.parse(body));
}

/** Secrets live from here to the end of this function, whichever way it ends. */
async function carryOut<N extends OperationName>(service: Service, call: Call, name: N, request: Requests[N]): Promise<Buffer> {
  let response: object = {};
  try {
    response = await perform(service, call, name, request);
    return encodeResponse(response);
  } finally {
    clearSecrets(request);
    clearSecrets(response);
  }
}
