import type { AuditParameters } from '@coffer/audit';
import type { XmlMembers } from '../query/xml-value.js';
import { QueryError } from '../query/query-error.js';
import { PackedTooLarge, type IssuedSession, type Sessions } from '../sessions/sessions.js';

/** Makes a session's credentials, or tells in AWS's words that the session says too much. */
export async function issue(sessions: Sessions, claims: Parameters<Sessions['issue']>[0]): Promise<IssuedSession> {
  try {
    return await sessions.issue(claims);
  } catch (error) {
    if (!(error instanceof PackedTooLarge)) throw error;
    throw new QueryError('PackedPolicyTooLarge', `Packed policy consumes ${String(error.percent)}% of allotted space, please use smaller policy.`, { cause: error });
  }
}

/** The one answer in which a secret and a token leave the service. */
export function credentialsOf({ accessKey, token, session }: IssuedSession): XmlMembers {
  return { AccessKeyId: accessKey.id, SecretAccessKey: accessKey, SessionToken: token, Expiration: session.expiresAt };
}

/** What the event says of them: neither the secret nor the token. */
export function toldCredentials({ accessKey, session }: IssuedSession): AuditParameters {
  return { accessKeyId: accessKey.id, expiration: session.expiresAt.toISOString() };
}
