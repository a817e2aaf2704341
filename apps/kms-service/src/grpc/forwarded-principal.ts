import { isSessionKeyId, type Caller, type Session } from '@coffer/iam';

/**
 * Whether what is said of a forwarded principal fits together: its ARN is of its account, its type and its name, and its session, which was opened
 * from its token, was given for it. Neither a role nor the access key of a session is ever acted with without a session.
 */
export function isWhole(caller: Caller, session: Session | undefined): boolean {
  if (session === undefined && isSessionKeyId(caller.accessKeyId)) return false;
  switch (caller.type) {
    case 'Root':
      return caller.arn === `arn:aws:iam::${caller.accountId}:root` && caller.principalId === caller.accountId && isOwnSession(caller, session);
    case 'User':
      return isUserArn(caller) && isOwnSession(caller, session);
    case 'AssumedRole':
      return session !== undefined && isRoleSession(caller, session);
    case 'Service':
    case 'Anonymous':
      return false;
  }
}

/** A user's ARN ends in its name, behind the path that it may have; the end of the path is no part of the name. */
function isUserArn({ arn, accountId, userName = '' }: Caller): boolean {
  return arn.startsWith(`arn:aws:iam::${accountId}:user/`) && arn.slice(arn.lastIndexOf('/') + 1) === userName;
}

/** The session that a user or a root took on in its own name, or none. */
function isOwnSession({ arn, accountId, principalId }: Caller, session: Session | undefined): boolean {
  if (session === undefined) return true;
  const { issuer } = session;
  return issuer.type !== 'Role' && issuer.arn === arn && issuer.accountId === accountId && issuer.principalId === principalId;
}

/** The id of a role's session is the role's and the session's name, and so is the end of its ARN. */
function isRoleSession({ arn, accountId, principalId }: Caller, { issuer }: Session): boolean {
  const before = `${issuer.principalId}:`;
  const name = principalId.slice(before.length);
  const isIssuers = issuer.type === 'Role' && issuer.accountId === accountId && principalId.startsWith(before) && name !== '';
  return isIssuers && arn === `arn:aws:sts::${accountId}:assumed-role/${issuer.userName}/${name}`;
}
