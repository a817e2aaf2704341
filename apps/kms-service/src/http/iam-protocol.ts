import { performIam } from '../iam/perform.js';
import type { IamBacking } from '../iam/verb.js';
import { iamVerbs } from '../iam/verbs.js';
import { QueryError } from '../query/query-error.js';
import type { Authenticate } from './authenticate.js';
import type { Protocol } from './protocol.js';
import { queryProtocol, unknownAction } from './query-protocol.js';

const VERSION = '2010-05-08';

/** AWS IAM. Without `backing` the API is switched off, which is told only to whoever signs. */
export function iamProtocol(backing: IamBacking | undefined, authenticate: Authenticate): Protocol {
  return queryProtocol({
    signingName: 'iam',
    version: VERSION,
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    serves: (operation) => iamVerbs.has(operation),
    serve: async (action, parameters, request, requestId) => {
      const caller = await authenticate(request);
      if (backing === undefined) throw new QueryError('OptInRequired', 'The IAM API is switched off here. Set COFFER_IAM_API=true for kms-service to switch it on.');
      const verb = iamVerbs.get(action);
      if (verb === undefined) throw unknownAction(action, VERSION);
      return performIam(backing, action, verb, { caller, requestId, parameters });
    },
  });
}
