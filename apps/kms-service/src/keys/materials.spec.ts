import type { Secret } from '@coffer/crypto';
import { rootKeyFile } from '../../test/test-service.js';
import { FileRootKey } from './file-root-key.js';
import { Materials, type CacheEvent } from './materials.js';

const keyId = '12345678-1234-1234-1234-123456789012';

describe('Materials', () => {
  const lookups: CacheEvent[] = [];
  const open = (limit?: number): Materials => new Materials(FileRootKey.open('X', rootKeyFile()), (event) => lookups.push(event), limit);
  const borrowed = async (materials: Materials, material: Awaited<ReturnType<Materials['create']>>): Promise<Secret> => {
    let lent: Secret | undefined;
    await materials.lend(keyId, material, (secret) => (lent = secret));
    if (lent === undefined) throw new Error('nothing was lent');
    return lent;
  };

  beforeEach(() => { lookups.length = 0; });

  it('unwraps once and keeps it for the next time', async () => {
    const materials = open();
    const material = await materials.create(keyId);
    expect(await materials.lend(keyId, material, (secret) => secret.length)).toBe(32);
    await materials.lend(keyId, material, () => undefined);
    expect(lookups).toEqual(['miss', 'hit']);
    materials.close();
  });

  it('tells, and throws, when what is kept does not open', async () => {
    const materials = open();
    const { id, wrapped } = await materials.create(keyId);
    const changed = Buffer.from(wrapped);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    await expect(materials.lend(keyId, { id, wrapped: changed }, () => undefined)).rejects.toThrow('does not open');
    expect(lookups).toEqual(['miss', 'refused']);
    materials.close();
  });

  it('makes material of its own for each key, under ids of 64 hex digits', async () => {
    const materials = open();
    const [first, second] = [await materials.create(keyId), await materials.create(keyId)];
    expect(first.id).toMatch(/^[0-9a-f]{64}$/);
    expect(first.id).not.toBe(second.id);
    expect((await borrowed(materials, first)).equals(await borrowed(materials, second))).toBe(false);
    materials.close();
  });

  it('zeroes what is least lately used when it is full, and unwraps it again when it is needed', async () => {
    const materials = open(2);
    const made = [await materials.create(keyId), await materials.create(keyId), await materials.create(keyId)] as const;
    const [first, second] = [await borrowed(materials, made[0]), await borrowed(materials, made[1])];
    await borrowed(materials, made[0]);
    await borrowed(materials, made[2]);
    expect(() => second.reveal()).toThrow('cleared');
    expect(first.reveal()).toHaveLength(32);
    lookups.length = 0;
    await borrowed(materials, made[1]);
    expect(lookups).toEqual(['miss']);
    materials.close();
  });

  it('never lends material that was cleared, however many ask at once for more than it keeps', async () => {
    const materials = open(1);
    const made = await Promise.all(Array.from({ length: 10 }, () => materials.create(keyId)));
    const asked = Array.from({ length: 100 }, (_, i) => made[i % made.length]).filter((material) => material !== undefined);
    const lengths = await Promise.all(asked.map((material) => materials.lend(keyId, material, (secret) => secret.reveal().length)));
    expect(new Set(lengths)).toEqual(new Set([32]));
    materials.close();
  });

  it('zeroes everything when it closes', async () => {
    const materials = open();
    const secret = await borrowed(materials, await materials.create(keyId));
    materials.close();
    expect(() => secret.reveal()).toThrow('cleared');
  });
});
