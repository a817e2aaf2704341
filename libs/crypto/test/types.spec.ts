import { insecureTestKey, testAad } from './bodies.js';
import { associatedData, deriveKey, mac, open, openStream, openWhole, seal, sealStream, sealWhole, Secret, verifyMac } from '../src/index.js';

const bytes = new Uint8Array(32);
const key = insecureTestKey();

/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- the mistakes are the point */

/** Never run: each line is a mistake that must not compile, which the type check of the workspace proves. */
export function mistakes(): void {
  // @ts-expect-error -- raw bytes are not a key
  seal(bytes, bytes, testAad);
  // @ts-expect-error -- raw bytes are not associated data
  seal(key, bytes, bytes);
  // @ts-expect-error -- text is not associated data
  seal(key, bytes, 'kms/v1/blob');
  // @ts-expect-error -- associated data is not optional
  seal(key, bytes);
  // @ts-expect-error -- plaintext and associated data swapped
  seal(key, testAad, bytes);
  // @ts-expect-error -- a key is not plaintext: it is revealed on purpose or not at all
  seal(key, key, testAad);
  // @ts-expect-error -- there is no nonce to repeat
  seal(key, bytes, testAad, new Uint8Array(12));
  // @ts-expect-error -- key and sealed bytes swapped
  open(bytes, key, testAad);
  // @ts-expect-error -- raw bytes do not name a use
  deriveKey(key, bytes);
  // @ts-expect-error -- what is authenticated was framed
  mac(key, bytes);
  // @ts-expect-error -- data and tag swapped
  verifyMac(key, bytes, testAad);
  // @ts-expect-error -- the segment size is not optional
  sealWhole(key, bytes, testAad);
  // @ts-expect-error -- raw bytes are not associated data
  openWhole(key, bytes, bytes, 64);
  // @ts-expect-error -- bytes are not a stream of bytes
  sealStream(key, bytes, testAad, 64);
  // @ts-expect-error -- text is not a stream of bytes
  openStream(key, 'text', testAad, 64);
  // @ts-expect-error -- a label is text, so that it can be read in the code
  associatedData(bytes);
  // @ts-expect-error -- a secret is made by its factories
  new Secret(bytes);
}

describe('the types', () => {
  it('cost nothing when it runs: associated data is bytes', () => {
    expect(mistakes).toBeInstanceOf(Function);
    expect(Buffer.from(testAad).readUInt32BE(0)).toBe('test/v1'.length);
  });
});
