import { Secret } from '@coffer/crypto';
import { RootKeyError, type RootKey } from './root-key.js';

const name = { keyId: '12345678-1234-1234-1234-123456789012', materialId: 'ab'.repeat(32) };

/** What every RootKey promises. `create` gives one root key, `other` a different one of the same kind. */
export function describeRootKey(kind: string, create: () => RootKey, other: () => RootKey): void {
  describe(`${kind} keeps the RootKey contract`, () => {
    it('unwraps what it wrapped', async () => {
      const rootKey = create();
      using material = Secret.random();
      using unwrapped = await rootKey.unwrap(name, await rootKey.wrap(name, material));
      expect(unwrapped.equals(material)).toBe(true);
      rootKey.close();
    });

    it('wraps the same material to other bytes each time, none of which are the material', async () => {
      const rootKey = create();
      using material = Secret.random();
      const [first, second] = [await rootKey.wrap(name, material), await rootKey.wrap(name, material)];
      expect(first.equals(second)).toBe(false);
      expect(first.includes(Buffer.from(material.reveal()))).toBe(false);
      rootKey.close();
    });

    it.each([
      ['another key', { ...name, keyId: '12345678-1234-1234-1234-123456789013' }],
      ['another material', { ...name, materialId: 'ac'.repeat(32) }],
      ['ids whose ends were moved', { keyId: `${name.keyId}a`, materialId: name.materialId.slice(1) }],
    ])('does not unwrap material that was moved to %s', async (_, elsewhere) => {
      const rootKey = create();
      using material = Secret.random();
      await expect(rootKey.unwrap(elsewhere, await rootKey.wrap(name, material))).rejects.toThrow(RootKeyError);
      rootKey.close();
    });

    it('does not unwrap what another root key wrapped', async () => {
      const [mine, theirs] = [create(), other()];
      using material = Secret.random();
      await expect(mine.unwrap(name, await theirs.wrap(name, material))).rejects.toThrow(RootKeyError);
      mine.close();
      theirs.close();
    });

    it('does not unwrap when any byte is flipped, missing or added', async () => {
      const rootKey = create();
      using material = Secret.random();
      const wrapped = await rootKey.wrap(name, material);
      const spoilt = Array.from(wrapped, (byte, at) => Buffer.from(wrapped.with(at, byte ^ 1)));
      for (const bytes of [...spoilt, wrapped.subarray(1), wrapped.subarray(0, -1), Buffer.concat([wrapped, Buffer.of(0)]), Buffer.alloc(0)]) {
        await expect(rootKey.unwrap(name, bytes)).rejects.toThrow(RootKeyError);
      }
      rootKey.close();
    });
  });
}
