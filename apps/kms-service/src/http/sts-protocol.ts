import type { Caller } from '@coffer/iam';
import { SigV4Error } from '@coffer/sigv4';
import { performSts } from '../sts/perform.js';
import type { StsBacking, StsVerb } from '../sts/verb.js';
import { stsVerbs } from '../sts/verbs.js';
import type { Authenticate } from './authenticate.js';
import type { HttpRequest } from './http-request.js';
import type { Protocol } from './protocol.js';
import { queryProtocol, unknownAction } from './query-protocol.js';

const VERSION = '2011-06-15';

/** AWS STS. Only the operations for whoever has no credentials yet are not signed. */
export function stsProtocol(backing: StsBacking, authenticate: Authenticate): Protocol {
  return queryProtocol({
    signingName: 'sts',
    version: VERSION,
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    serves: (operation) => stsVerbs.has(operation),
    serve: async (action, parameters, request, requestId) => {
      const verb = stsVerbs.get(action);
      const caller = await callerOf(verb, request, authenticate);
      if (verb === undefined) throw unknownAction(action, VERSION);
      return performSts(backing, action, verb, { caller, requestId, parameters });
    },
  });
}

/** A signature that is there is checked, also where none is needed. */
async function callerOf(verb: StsVerb | undefined, request: HttpRequest, authenticate: Authenticate): Promise<Caller> {
  try {
    return await authenticate(request);
  } catch (error) {
    if (verb?.unsigned === true && error instanceof SigV4Error && error.code === 'MissingAuthentication') return anonymous(request);
    throw error;
  }
}

function anonymous({ sourceIp, userAgent, secureTransport }: HttpRequest): Caller {
  return { type: 'Anonymous', arn: 'anonymous', accountId: 'anonymous', principalId: 'anonymous', accessKeyId: '', sourceIp, userAgent, secureTransport };
}
