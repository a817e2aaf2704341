import type { ConditionValue } from '@coffer/iam';

/** The condition key of requests that may leave out the lockout check. */
export function policyConditions(bypass: boolean): ReadonlyMap<string, ConditionValue> {
  return new Map([['kms:bypasspolicylockoutsafetycheck', String(bypass)]]);
}
