import { createHash } from 'node:crypto';
import type { Principal, SessionIssuer } from './caller.js';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const UNIQUE_ID_LENGTH = 17;

/** The account itself: it may do everything that is not denied to everybody. */
export function rootPrincipal(accountId: string): Principal {
  return { type: 'Root', arn: `arn:aws:iam::${accountId}:root`, accountId, principalId: accountId };
}

/** A user of an account, with AWS's shape of unique id: `AIDA` and 17 of base32. */
export function userPrincipal(accountId: string, userName: string): Principal {
  const arn = `arn:aws:iam::${accountId}:user/${userName}`;
  return { type: 'User', arn, accountId, principalId: `AIDA${uniqueIdOf(arn)}`, userName };
}

/** A role, as the sessions that it issues name it: `arn:aws:iam::ACCOUNT:role/NAME`, with `AROA` and 17 of base32. */
export function rolePrincipal(accountId: string, roleName: string): SessionIssuer {
  const arn = `arn:aws:iam::${accountId}:role/${roleName}`;
  return { type: 'Role', arn, accountId, principalId: `AROA${uniqueIdOf(arn)}`, userName: roleName };
}

/**
 * AWS draws a unique id at random when a user or role is made; one that is declared has no such moment, so that ours is made from its
 * ARN: the same in every replica and after every restart.
 */
function uniqueIdOf(arn: string): string {
  const digest = createHash('sha256').update(arn).digest().subarray(0, UNIQUE_ID_LENGTH);
  return Array.from(digest, (byte) => BASE32[byte % BASE32.length]).join('');
}
