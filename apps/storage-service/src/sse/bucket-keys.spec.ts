import { type Caller, SessionToken } from '@coffer/iam';
import { KmsClientError } from '@coffer/kms-client';
import { LocalKms, testCaller } from '@coffer/testing';

import { BUCKET_KEYS_MAX, BucketKeys } from './bucket-keys.js';

const alice = testCaller('alice');
const LIFETIME_MS = 1000;
const bytesOf = ({ plaintext }: { readonly plaintext: { reveal(): Uint8Array } }): string => Buffer.from(plaintext.reveal()).toString('hex');
const zeroed = expect.objectContaining({ code: 'disposed' }) as unknown as Error;

function opened(lifetimeMs = LIFETIME_MS): { kms: LocalKms; keys: BucketKeys; clock: { now: number }; uses: string[]; drops: string[] } {
  const kms = new LocalKms();
  const clock = { now: 0 };
  const uses: string[] = [];
  const drops: string[] = [];
  const keys = new BucketKeys(kms, { lifetimeMs, now: () => clock.now, onUse: (outcome) => uses.push(outcome), onDropped: (reason) => drops.push(reason) });
  return { kms, keys, clock, uses, drops };
}

describe('BucketKeys', () => {
  it('hold one key for a principal, a bucket and a key id, and tell hits from misses', async () => {
    const { kms, keys, uses } = opened();
    const first = await keys.forSealing(alice, 'b', 'k', bytesOf);
    expect(await keys.forSealing(alice, 'b', 'k', bytesOf)).toBe(first);
    const others = [
      await keys.forSealing(alice, 'c', 'k', bytesOf),
      await keys.forSealing(alice, 'b', 'l', bytesOf),
      await keys.forSealing(testCaller('bob'), 'b', 'k', bytesOf),
      await keys.forSealing('service', 'b', 'k', bytesOf),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
    expect(kms.uses).toHaveLength(5);
    expect(uses).toEqual(['miss', 'hit', 'miss', 'miss', 'miss', 'miss']);
    keys.close();
  });

  it('tell how many are held, how old the oldest is, and why one is not held any more', async () => {
    const { kms, keys, clock, drops } = opened();
    expect([keys.size, keys.oldestAgeMs]).toEqual([0, 0]);
    await keys.forSealing(alice, 'b', 'k', bytesOf);
    clock.now = 400;
    await keys.forSealing('service', 'b', 'k', bytesOf);
    expect([keys.size, keys.oldestAgeMs]).toEqual([2, 400]);
    clock.now = LIFETIME_MS;
    await keys.forSealing(alice, 'b', 'k', bytesOf);
    expect([keys.size, keys.oldestAgeMs]).toEqual([2, 600]);
    kms.changeAccess();
    expect([keys.size, keys.oldestAgeMs]).toEqual([1, 600]);
    expect(drops).toEqual(['expired', 'access-changed']);
    for (let i = 0; i < BUCKET_KEYS_MAX; i += 1) await keys.forSealing(alice, String(i), 'k', bytesOf);
    expect(keys.size).toBe(BUCKET_KEYS_MAX);
    expect(drops.slice(2)).toEqual(['evicted']);
    keys.close();
    expect(keys.size).toBe(0);
  });

  it('give back what they wrapped under, from the blob', async () => {
    const { keys, kms } = opened();
    const { blob, bytes } = await keys.forSealing(alice, 'b', 'k', (key) => ({ blob: key.blob, bytes: bytesOf(key) }));
    expect(await keys.forOpening(alice, 'b', blob, bytesOf)).toBe(bytes);
    expect(await keys.forOpening(alice, 'b', blob, bytesOf)).toBe(bytes);
    expect(kms.uses.map(({ operation }) => operation)).toEqual(['GenerateDataKey', 'Decrypt']);
    await expect(keys.forOpening(alice, 'another', blob, bytesOf)).rejects.toMatchObject({ code: 'InvalidCiphertextException' });
    keys.close();
  });

  it('ask once for all who miss at the same time', async () => {
    const { keys, kms } = opened();
    const all = await Promise.all(Array.from({ length: 50 }, () => keys.forSealing(alice, 'b', 'k', bytesOf)));
    expect(new Set(all).size).toBe(1);
    expect(kms.uses).toHaveLength(1);
    keys.close();
  });

  it('ask again when the lifetime has passed, and zero the old key', async () => {
    const { keys, kms, clock } = opened();
    const { key } = await keys.forSealing(alice, 'b', 'k', (held) => ({ key: held }));
    clock.now = LIFETIME_MS - 1;
    await keys.forSealing(alice, 'b', 'k', bytesOf);
    expect(kms.uses).toHaveLength(1);
    clock.now = LIFETIME_MS;
    await keys.forSealing(alice, 'b', 'k', bytesOf);
    expect(kms.uses).toHaveLength(2);
    expect(() => bytesOf(key)).toThrow(zeroed);
    keys.close();
  });

  it('zero a key that nobody asks for again', async () => {
    const { keys, clock } = opened(20);
    const { key } = await keys.forSealing(alice, 'b', 'k', (held) => ({ key: held }));
    clock.now = 20;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
    expect(() => bytesOf(key)).toThrow(zeroed);
    keys.close();
  });

  it('hold so many and no more: the oldest makes room, zeroed', async () => {
    const { keys, kms } = opened();
    const { key } = await keys.forSealing(alice, 'b0', 'k', (held) => ({ key: held }));
    for (let index = 1; index < BUCKET_KEYS_MAX; index += 1) await keys.forSealing(alice, `b${String(index)}`, 'k', bytesOf);
    expect(() => bytesOf(key)).not.toThrow();
    await keys.forSealing(alice, 'one more', 'k', bytesOf);
    expect(() => bytesOf(key)).toThrow(zeroed);
    expect(kms.uses).toHaveLength(BUCKET_KEYS_MAX + 1);
    keys.close();
  });

  it('hold nothing when they are switched off, and zero each key after its use', async () => {
    const { keys, kms } = opened(0);
    const { key } = await keys.forSealing(alice, 'b', 'k', (held) => ({ key: held }));
    await keys.forSealing(alice, 'b', 'k', bytesOf);
    expect(kms.uses).toHaveLength(2);
    expect(() => bytesOf(key)).toThrow(zeroed);
  });

  it('never lend one requester what another was given', async () => {
    const { kms, keys } = opened();
    const role: Caller = {
      ...alice, type: 'AssumedRole', arn: 'arn:aws:sts::000000000000:assumed-role/backup/nightly', accessKeyId: 'ASIABACKUP0000000001', sessionToken: new SessionToken('a token'),
    };
    const requesters: Caller[] = [
      alice,
      { ...alice, type: 'Root' },
      { ...alice, accessKeyId: 'AKIAALICEHASANOTHER1' },
      { ...alice, sourceIp: '198.51.100.7' },
      { ...alice, secureTransport: false },
      { ...alice, viaService: 's3.us-east-1.amazonaws.com' },
      { ...alice, accountId: '111122223333' },
      role,
      { ...role, sessionToken: new SessionToken('another token, with another session policy') },
      { ...role, accessKeyId: 'ASIABACKUP0000000002' },
    ];
    const lent = new Set<string>();
    for (const who of requesters) lent.add(await keys.forSealing(who, 'b', 'k', bytesOf));
    expect(lent.size).toBe(requesters.length);
    expect(kms.uses).toHaveLength(requesters.length);
    for (const who of requesters) expect(lent).toContain(await keys.forSealing({ ...who }, 'b', 'k', bytesOf));
    expect(kms.uses).toHaveLength(requesters.length);
    keys.close();
  });

  it("forget every caller's key when access has changed, and keep the service's own", async () => {
    const { kms, keys } = opened();
    const { key: callers, blob } = await keys.forSealing(alice, 'b', 'k', (key) => ({ key, blob: key.blob }));
    const { key: own } = await keys.forSealing('service', 'b', 'k', (key) => ({ key }));
    const { key: reading } = await keys.forOpening(alice, 'b', blob, (key) => ({ key }));
    kms.changeAccess();
    for (const key of [callers, reading]) expect(() => bytesOf(key)).toThrow(zeroed);
    expect(() => bytesOf(own)).not.toThrow();
    kms.refusal = new KmsClientError('AccessDeniedException', 'no more');
    await expect(keys.forSealing(alice, 'b', 'k', bytesOf)).rejects.toMatchObject({ code: 'AccessDeniedException' });
    await expect(keys.forOpening(alice, 'b', blob, bytesOf)).rejects.toMatchObject({ code: 'AccessDeniedException' });
    await expect(keys.forSealing('service', 'b', 'k', bytesOf)).resolves.toMatch(/^[0-9a-f]{64}$/);
    keys.close();
  });

  it('do not hold an answer that was asked for before access changed, nor lend it to who asks after', async () => {
    const { kms, keys } = opened();
    const early = keys.forSealing(alice, 'b', 'k', bytesOf);
    kms.changeAccess();
    const late = keys.forSealing(alice, 'b', 'k', bytesOf);
    await Promise.all([early, late]);
    expect(kms.uses).toHaveLength(2);
    expect(await keys.forSealing(alice, 'b', 'k', bytesOf)).toBe(await late);
    expect(kms.uses).toHaveLength(2);
    keys.close();
  });

  it('hold no refusal: the next caller asks again', async () => {
    const { keys, kms } = opened();
    kms.refusal = new KmsClientError('Unavailable', 'away');
    await expect(keys.forSealing(alice, 'b', 'k', bytesOf)).rejects.toMatchObject({ code: 'Unavailable' });
    kms.refusal = undefined;
    await expect(keys.forSealing(alice, 'b', 'k', bytesOf)).resolves.toMatch(/^[0-9a-f]{64}$/);
    keys.close();
  });
});
