import { createHash } from 'node:crypto';
import type { Principal, SessionIssuer } from './caller.js';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const UNIQUE_ID_LENGTH = 17;

/** What unique ids begin with, by AWS's table: users, roles, groups and managed policies. */
export type UniqueIdPrefix = 'AIDA' | 'AROA' | 'AGPA' | 'ANPA';

/** The account itself: it may do everything that is not denied to everybody. */
export function rootPrincipal(accountId: string): Principal {
  return { type: 'Root', arn: `arn:aws:iam::${accountId}:root`, accountId, principalId: accountId };
}

/** A user of an account, with AWS's shape of unique id: `AIDA` and 17 of base32. `uniqueId` is the one that was drawn for it; without one it is made from the ARN. */
export function userPrincipal(accountId: string, userName: string, uniqueId?: string): Principal {
  const arn = `arn:aws:iam::${accountId}:user/${userName}`;
  return { type: 'User', arn, accountId, principalId: uniqueId ?? uniqueIdOf('AIDA', arn), userName };
}

/** A role, as the sessions that it issues name it: `arn:aws:iam::ACCOUNT:role/NAME`, with `AROA` and 17 of base32, drawn or made as a user's. */
export function rolePrincipal(accountId: string, roleName: string, uniqueId?: string): SessionIssuer {
  const arn = `arn:aws:iam::${accountId}:role/${roleName}`;
  return { type: 'Role', arn, accountId, principalId: uniqueId ?? uniqueIdOf('AROA', arn), userName: roleName };
}

/**
 * AWS draws a unique id at random when an entity is made; one that is declared has no such moment, so that ours is made from its
 * ARN: the same in every replica and after every restart.
 */
export function uniqueIdOf(prefix: UniqueIdPrefix, arn: string): string {
  const digest = createHash('sha256').update(arn).digest().subarray(0, UNIQUE_ID_LENGTH);
  return prefix + Array.from(digest, (byte) => BASE32[byte % BASE32.length]).join('');
}
