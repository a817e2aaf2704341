import { createHash } from 'node:crypto';
import type { Principal } from './caller.js';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const UNIQUE_ID_LENGTH = 17;

/** The account itself: it may do everything that is not denied to everybody. */
export function rootPrincipal(accountId: string): Principal {
  return { type: 'Root', arn: `arn:aws:iam::${accountId}:root`, accountId, principalId: accountId };
}

/**
 * A user of an account. AWS draws a unique id for each user at random; a declared user has no moment of creation, so that ours is made
 * from its name: the same in every replica, and in AWS's shape (`AIDA` and 17 of base32).
 */
export function userPrincipal(accountId: string, userName: string): Principal {
  const arn = `arn:aws:iam::${accountId}:user/${userName}`;
  const digest = createHash('sha256').update(arn).digest().subarray(0, UNIQUE_ID_LENGTH);
  const uniqueId = Array.from(digest, (byte) => BASE32[byte % BASE32.length]).join('');
  return { type: 'User', arn, accountId, principalId: `AIDA${uniqueId}`, userName };
}
