import { signatureMicros } from './signature.js';

describe('signatureMicros', () => {
  it('signs what the verifier accepts: the head signer keeps to the same rules', () => {
    for (const { operation } of signatureMicros()) expect(operation).not.toThrow();
  });
});
