import type { Caller } from '@coffer/iam';

/**
 * Whether somebody acts by what GetSessionToken gave: a user or the root in a session of its own. Since nobody proves a second factor here, such sessions may
 * not call IAM, and of STS only AssumeRole and GetCallerIdentity.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export function isOwnSession({ type, session }: Pick<Caller, 'type' | 'session'>): boolean {
  return session !== undefined && type !== 'AssumedRole';
}
