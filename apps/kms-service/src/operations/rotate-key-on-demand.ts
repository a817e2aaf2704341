import { use } from '../access/use.js';
import { currentMaterial } from '../keys/key.js';
import { assertNotAlias, requiredKeyId } from './members.js';
import type { Verb } from './verb.js';

/** New material from the answer on; what was sealed before still opens. On AWS it comes a little later than the answer. */
export const rotateKeyOnDemand: Verb<'RotateKeyOnDemand'> = {
  readOnly: false,
  parameters: ({ keyId }) => ({ keyId }),
  async run({ lifecycle }, caller, request) {
    const keyId = assertNotAlias(requiredKeyId('keyId', request.keyId));
    const key = await lifecycle.rotate(caller, use('kms:RotateKeyOnDemand'), keyId);
    return { response: { keyId: key.id }, keyArns: [key.arn], keyMaterialId: currentMaterial(key).id, made: { keyId: key.id } };
  },
};
