import { use } from '../access/use.js';
import { Secret } from '@coffer/crypto';
import { rangeOf, required } from './constraints.js';
import { KmsError } from '../errors/kms-error.js';
import { assertAbsent, assertNoRecipient } from './members.js';
import type { Verb } from './verb.js';

const RANDOM_SIZE_MAX = 1024;

/** Random bytes of the system's generator. Uses no key. */
export const generateRandom: Verb<'GenerateRandom'> = {
  readOnly: true,
  parameters: ({ numberOfBytes }) => ({ numberOfBytes }),
  run({ gate }, caller, { numberOfBytes, recipient, customKeyStoreId }) {
    assertNoRecipient(recipient);
    assertAbsent('CustomKeyStoreId', customKeyStoreId, 'there are no custom key stores');
    if (numberOfBytes === undefined) throw new KmsError('ValidationException', 'NumberOfBytes is required.');
    const size = required('numberOfBytes', numberOfBytes, rangeOf('numberOfBytes', numberOfBytes, 1, RANDOM_SIZE_MAX));
    gate.assertAllowedOn(caller, use('kms:GenerateRandom'), '*');
    return Promise.resolve({ response: { plaintext: Secret.random(size) }, keyArns: [] });
  },
};
