import { Secret } from '@coffer/crypto';
import { tempDir } from '@coffer/testing';
import { SealedRowError, SealedRows } from '../keys/sealed-rows.js';
import { LmdbKeyStore } from '../store/lmdb-key-store.js';
import { IamStore } from './iam-store.js';
import type { GroupRecord } from './records.js';

const ACCOUNT = '000000000000';
const group = (name: string, attached: string[] = []): GroupRecord => ({ kind: 'group', name, createdAt: 1_767_323_045_000, policies: [], attached });

describe('IamStore', () => {
  const key = Buffer.alloc(32, 7);
  let store: LmdbKeyStore;
  let rows: SealedRows;
  let installed: unknown[];
  let refuses: Error | undefined;
  const install = (document: unknown): void => {
    if (refuses !== undefined) {
      const error = refuses;
      refuses = undefined;
      throw error;
    }
    installed.push(document);
  };
  const open = (limit?: number): Promise<IamStore> => IamStore.open(store, rows, install, limit);
  const names = (iam: IamStore): readonly string[] => iam.list(ACCOUNT, 'group').map(({ name }) => name);

  beforeEach(() => {
    store = LmdbKeyStore.open(tempDir());
    rows = new SealedRows(Secret.copyOf(key));
    installed = [];
    refuses = undefined;
  });

  afterEach(() => store.close());

  it('installs a change and keeps it, and says another revision', async () => {
    const iam = await open();
    const before = iam.revision;
    await iam.change(ACCOUNT, 'group', 'Readers', () => group('Readers'));
    expect(installed).toEqual([{ accounts: [] }, { accounts: [{ id: ACCOUNT, users: [], groups: [{ name: 'Readers', policies: [], attachedPolicies: [] }], roles: [], policies: [] }] }]);
    expect(iam.revision).not.toBe(before);
    expect(iam.find(ACCOUNT, 'group', 'READERS')).toEqual(group('Readers'));
    expect([iam.find('111122223333', 'group', 'readers'), iam.find(ACCOUNT, 'role', 'readers')]).toEqual([undefined, undefined]);
    expect(names(await open())).toEqual(['Readers']);
  });

  it('reads more rows than one list gives', async () => {
    const iam = await open();
    for (let n = 0; n < 1_005; n += 1) await iam.change(ACCOUNT, 'group', `g${String(n)}`, () => group(`g${String(n)}`));
    expect(names(await open())).toHaveLength(1_005);
  });

  it('changes one after the other, each finding what the one before left', async () => {
    const iam = await open();
    await iam.change(ACCOUNT, 'group', 'g', () => group('g'));
    await Promise.all(['a', 'b', 'c'].map((arn) => iam.change(ACCOUNT, 'group', 'g', (before) => group('g', [...(before?.attached ?? []), arn]))));
    expect(iam.find(ACCOUNT, 'group', 'g')?.attached).toEqual(['a', 'b', 'c']);
  });

  it('removes', async () => {
    const iam = await open();
    await iam.change(ACCOUNT, 'group', 'g', () => group('g'));
    await iam.change(ACCOUNT, 'group', 'G', () => undefined);
    expect([names(iam), names(await open())]).toEqual([[], []]);
  });

  it.each<[string, (iam: IamStore) => Promise<void>]>([
    ['is refused by who asks', (iam) => iam.change(ACCOUNT, 'group', 'g', () => { throw new Error('no'); })],
    ['is refused by the identities', (iam) => { refuses = new Error('no'); return iam.change(ACCOUNT, 'group', 'g', () => group('g', ['new'])); }],
  ])('changes nothing that %s, and goes on', async (_, change) => {
    const iam = await open();
    await iam.change(ACCOUNT, 'group', 'g', () => group('g'));
    const { revision } = iam;
    await expect(change(iam)).rejects.toThrow('no');
    expect([iam.find(ACCOUNT, 'group', 'g'), iam.revision]).toEqual([group('g'), revision]);
    await iam.change(ACCOUNT, 'group', 'g', () => group('g', ['after']));
    expect((await open()).find(ACCOUNT, 'group', 'g')?.attached).toEqual(['after']);
  });

  it('takes back what somebody else has changed meanwhile', async () => {
    const [iam, other] = [await open(), await open()];
    await other.change(ACCOUNT, 'group', 'g', () => group('g', ['theirs']));
    await expect(iam.change(ACCOUNT, 'group', 'g', () => group('g', ['ours']))).rejects.toMatchObject({ code: 'ConcurrentModification' });
    expect(names(iam)).toEqual([]);
    expect(installed.at(-1)).toEqual({ accounts: [] });
    expect((await open()).find(ACCOUNT, 'group', 'g')?.attached).toEqual(['theirs']);
  });

  it('keeps so many entities and not one more', async () => {
    const iam = await open(2);
    for (const name of ['a', 'b']) await iam.change(ACCOUNT, 'group', name, () => group(name));
    await expect(iam.change(ACCOUNT, 'group', 'c', () => group('c'))).rejects.toMatchObject({ code: 'LimitExceeded' });
    await iam.change(ACCOUNT, 'group', 'a', () => group('a', ['still']));
  });

  it('does not open rows that were changed or moved', async () => {
    const iam = await open();
    await iam.change(ACCOUNT, 'group', 'a', () => group('a'));
    const value = await store.get('iam', `${ACCOUNT}/group/a`);
    await store.commit([{ table: 'iam', id: `${ACCOUNT}/group/b`, expected: null, value: value ?? null }]);
    await expect(open()).rejects.toThrow(SealedRowError);
  });
});
