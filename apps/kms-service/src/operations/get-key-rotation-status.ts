import { use } from '../access/use.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** Whether the key rotates by itself. One that waits for its end does not, and does again when that is called off. */
export const getKeyRotationStatus: Verb<'GetKeyRotationStatus'> = {
  readOnly: true,
  parameters: ({ keyId }) => ({ keyId }),
  async run({ keyring }, caller, request) {
    const keyId = assertNotAlias(requiredKeyId('keyId', request.keyId));
    const key = await keyring.find(caller, use('kms:GetKeyRotationStatus'), keyId);
    const rotation = key.deletionDate === undefined ? key.rotation : undefined;
    const schedule = rotation && { rotationPeriodInDays: rotation.periodDays, nextRotationDate: rotation.next };
    return { response: { keyId: key.id, keyRotationEnabled: rotation !== undefined, ...schedule }, keyArns: [key.arn] };
  },
};
