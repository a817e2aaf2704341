import { join } from 'node:path';

import { vectors } from '@coffer/testing';

import { checkCommitment, commitmentOf, derivedContentKey } from './key-derivation.js';
import { SecretBytes } from './secret-bytes.js';
import { collected, refusal } from '../test/bodies.js';
import { committingGcm } from './algorithm-suite.js';
import { COMMITTING_AAD, COMMITTING_IV } from './key-derivation.js';
import { unverifiedOpening } from './node/open-body.js';
import { unverifiedRange } from './node/open-range.js';
import { sealBody } from './node/seal-body.js';

interface Row { why: string; dataKey: string; messageId: string; commitment: string; contentKey: string; plaintext: string; sealed: string }
const rows = vectors<Row>(join(import.meta.dirname, '../vectors/key-derivation.json'));
const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');

describe('key derivation', () => {
  it.each(rows)('$why', async ({ dataKey, messageId, commitment, contentKey, plaintext, sealed }) => {
    const secret = SecretBytes.copyOf(hex(dataKey));
    expect(Buffer.from(await commitmentOf(secret, hex(messageId))).toString('hex')).toBe(commitment);
    const content = async (): Promise<{ suite: typeof committingGcm; key: SecretBytes; iv: Uint8Array; aad: Uint8Array }> => ({
      suite: committingGcm, key: await derivedContentKey(secret, hex(messageId)), iv: COMMITTING_IV, aad: COMMITTING_AAD,
    });
    expect(Buffer.from((await content()).key.reveal()).toString('hex')).toBe(contentKey);
    const body = async function* (text: string): AsyncGenerator<Uint8Array> { yield hex(text); };
    expect((await collected(sealBody(await content(), body(plaintext)))).toString('hex')).toBe(sealed);
    expect((await collected(unverifiedOpening(await content(), sealed.length / 2)(body(sealed)))).toString('hex')).toBe(plaintext);
    const ciphertext = sealed.slice(0, -32);
    for (let first = 0; first < plaintext.length / 2; first += 5) {
      expect((await collected(unverifiedRange(await content(), body(ciphertext.slice(first * 2)), first))).toString('hex')).toBe(plaintext.slice(first * 2));
    }
  });

  it('refuses every changed bit of a commitment', async () => {
    const { dataKey, messageId, commitment } = rows[0]!;
    const secret = SecretBytes.copyOf(hex(dataKey));
    await expect(checkCommitment(secret, hex(messageId), hex(commitment))).resolves.toBeUndefined();
    for (let bit = 0; bit < 28 * 8; bit += 1) {
      const changed = Buffer.from(commitment, 'hex');
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(checkCommitment(secret, hex(messageId), changed)).rejects.toThrow(refusal('CommitmentMismatch'));
    }
    await expect(checkCommitment(secret, hex(messageId), hex(commitment).subarray(1))).rejects.toThrow(refusal('CommitmentMismatch'));
  });
});
