import type { Identities } from '@coffer/iam';
import type { Service } from '../operations/service.js';
import { SessionKey } from '../sessions/session-key.js';
import { Sessions } from '../sessions/sessions.js';
import { IssuerKeys } from '../sts/oidc/issuer-keys.js';
import { loadIssuerKeys } from '../sts/oidc/load-issuer-keys.js';
import { verifyToken } from '../sts/oidc/verify-token.js';
import { managedPolicyText } from '../sts/session-policies.js';
import type { StsBacking } from '../sts/verb.js';

/** Sessions under the service's own key, and the issuers of tokens that give some. */
export function openSessions({ keyring, now }: Service, identities: () => Identities): Pick<StsBacking, 'sessions' | 'verifyToken'> {
  const keys = new IssuerKeys(loadIssuerKeys);
  return {
    sessions: new Sessions(new SessionKey(keyring), now, (arn, accountId) => managedPolicyText(identities(), arn, accountId)),
    verifyToken: (token, accountId) => verifyToken({ identities, keys, now }, token, accountId),
  };
}
