import { join } from 'node:path';
import { tempDir } from '@coffer/testing';
import { Secret } from '@coffer/crypto';
import { SealedRowError, SealedRows } from '../keys/sealed-rows.js';
import { LmdbKeyStore } from '../store/lmdb-key-store.js';
import { DigestRecords } from './digest-records.js';

describe('DigestRecords', () => {
  const key = Secret.random();
  let store: LmdbKeyStore;

  beforeEach(() => {
    store = LmdbKeyStore.open(join(tempDir(), 'kms'));
  });

  afterEach(() => store.close());

  const records = (under = key): DigestRecords => new DigestRecords(store, new SealedRows(Secret.copyOf(under.reveal())));

  it('make the signing key once, whoever asks first', async () => {
    const keys = await Promise.all([records().signingKey(), records().signingKey(), records().signingKey()]);
    expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect((await records().signingKey()).publicKeyPem).toBe(keys[0].publicKeyPem);
  });

  it('keep the private key sealed: it opens under the store key alone', async () => {
    await records().signingKey();
    const kept = await store.get('meta', 'audit-signing-key');
    expect(kept?.includes(Buffer.from('302e020100300506032b6570', 'hex'))).toBe(false);
    await expect(records(Secret.random()).signingKey()).rejects.toThrow(SealedRowError);
  });

  it('remember how far the export has come', async () => {
    expect(await records().load()).toBeUndefined();
    const progress = { version: 1, number: 2, ends: [{ writer: 'w', sequence: 7, hash: 'ab' }] } as const;
    await records().save(progress);
    await records().save({ ...progress, number: 3 });
    expect(await records().load()).toEqual({ ...progress, number: 3 });
  });
});
