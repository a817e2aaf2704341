import { rangeOf } from './constraints.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** AWS's. https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export const PENDING_WINDOW_DAYS_MIN = 7;
export const PENDING_WINDOW_DAYS_MAX = 30;

/** From the answer on nothing is sealed or opened under the key; after the window it is gone for good, and what it sealed with it. */
export const scheduleKeyDeletion: Verb<'ScheduleKeyDeletion'> = {
  readOnly: false,
  parameters: ({ keyId, pendingWindowInDays }) => ({ keyId, pendingWindowInDays }),
  async run({ lifecycle }, caller, { keyId, pendingWindowInDays = PENDING_WINDOW_DAYS_MAX }) {
    const id = assertNotAlias(requiredKeyId('keyId', keyId, rangeOf('pendingWindowInDays', pendingWindowInDays, PENDING_WINDOW_DAYS_MIN, PENDING_WINDOW_DAYS_MAX)));
    const conditions = new Map([['kms:schedulekeydeletionpendingwindowindays', String(pendingWindowInDays)]]);
    const key = await lifecycle.scheduleDeletion(caller, { action: 'kms:ScheduleKeyDeletion', conditions }, id, pendingWindowInDays);
    const response = { keyId: key.arn, deletionDate: key.deletionDate, keyState: 'PendingDeletion', pendingWindowInDays } as const;
    return { response, keyArns: [key.arn], made: { ...response, deletionDate: key.deletionDate?.toISOString() } };
  },
};
