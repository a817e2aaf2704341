import { ROTATION_PERIOD_DAYS, ROTATION_PERIOD_DAYS_MAX, ROTATION_PERIOD_DAYS_MIN } from '../keys/key-rotation.js';
import { rangeOf } from './constraints.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** The key takes new material by itself, once in each period from now on. */
export const enableKeyRotation: Verb<'EnableKeyRotation'> = {
  readOnly: false,
  parameters: ({ keyId, rotationPeriodInDays }) => ({ keyId, rotationPeriodInDays }),
  async run({ lifecycle }, caller, { keyId, rotationPeriodInDays }) {
    const id = assertNotAlias(requiredKeyId('keyId', keyId, rangeOf('rotationPeriodInDays', rotationPeriodInDays, ROTATION_PERIOD_DAYS_MIN, ROTATION_PERIOD_DAYS_MAX)));
    const conditions = new Map([['kms:rotationperiodindays', String(rotationPeriodInDays ?? ROTATION_PERIOD_DAYS)]]);
    const key = await lifecycle.enableRotation(caller, { action: 'kms:EnableKeyRotation', conditions }, id, rotationPeriodInDays);
    return { response: {}, keyArns: [key.arn] };
  },
};
