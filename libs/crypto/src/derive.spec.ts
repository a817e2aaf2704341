import { associatedData } from './associated-data.js';
import { deriveKey, deriver, DERIVER_INFO_SIZE_MAX } from './derive.js';
import { Secret } from './secret.js';

const hex = (secret: Secret): string => Buffer.from(secret.reveal()).toString('hex');
/** The frames of a label of three letters and one field take eleven bytes. */
const infoOf = (size: number) => associatedData('use', Buffer.alloc(size - 11));

describe('deriver', () => {
  it.each([16, 32, 64, 65])('derives what deriveKey derives, from a key of %d bytes', (size) => {
    using key = Secret.random(size);
    const derive = deriver(key, infoOf(11));
    for (const length of [1, 31, 32, 33, 44, 8160]) {
      const salt = Buffer.alloc(length % 40, length);
      expect(hex(derive(salt, length))).toBe(hex(deriveKey(key, infoOf(11), { salt, length })));
    }
  });

  it('gives each salt a key of its own', () => {
    using key = Secret.random();
    const derive = deriver(key, infoOf(11));
    expect(hex(derive(Buffer.of(1), 32))).not.toBe(hex(derive(Buffer.of(2), 32)));
  });

  it('takes an info up to its limit, and no longer one', () => {
    using key = Secret.random();
    expect(deriver(key, infoOf(DERIVER_INFO_SIZE_MAX))(Buffer.alloc(32), 32)).toHaveLength(32);
    expect(() => deriver(key, infoOf(DERIVER_INFO_SIZE_MAX + 1))).toThrow('at most 1024 bytes');
  });

  it('refuses a key that is too short to keep anything, and one that was cleared', () => {
    using short = Secret.random(15);
    expect(() => deriver(short, infoOf(11))).toThrow('at least 16');
    const cleared = Secret.random();
    cleared[Symbol.dispose]();
    expect(() => deriver(cleared, infoOf(11))).toThrow('cleared');
  });
});
