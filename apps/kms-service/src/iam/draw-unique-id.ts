import { randomBytes } from 'node:crypto';
import type { UniqueIdPrefix } from '@coffer/iam';
import { base32 } from '../sessions/base32.js';

const LENGTH = 17;
/** More than LENGTH of base32 need: whole fives of bytes are taken. */
const SIZE = 15;

/** An id for an entity that is made now: 85 bits at random, so that none of its name before or after it has the same. */
export function drawUniqueId(prefix: UniqueIdPrefix): string {
  return prefix + base32(randomBytes(SIZE)).slice(0, LENGTH);
}
