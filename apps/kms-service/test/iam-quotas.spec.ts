import { Secret } from '@coffer/crypto';
import { AccessKey, parseIdentities, type Caller, type Identities } from '@coffer/iam';
import { EventIds } from '@coffer/audit';
import { tempDir } from '@coffer/testing';
import { IamStore } from '../src/iam/iam-store.js';
import { performIam } from '../src/iam/perform.js';
import { ACCOUNT_QUOTAS, type IamQuotas } from '../src/iam/quotas.js';
import type { EntityKind } from '../src/iam/records.js';
import { iamVerbs } from '../src/iam/verbs.js';
import { SealedRows } from '../src/keys/sealed-rows.js';
import { Parameters } from '../src/query/parameters.js';
import { LmdbKeyStore } from '../src/store/lmdb-key-store.js';
import { ACCOUNT_ID, NOW, recordingLog, REGION, root } from './test-service.js';

const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT_ID }, Action: 'sts:AssumeRole' }] });
const POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });

interface Kind {
  readonly kind: EntityKind;
  readonly quota: string;
  readonly create: (name: string) => Readonly<Record<string, string>>;
  readonly remove: (name: string) => Readonly<Record<string, string>>;
}

const kinds: readonly Kind[] = [
  { kind: 'user', quota: 'UsersPerAccount', create: (UserName) => ({ Action: 'CreateUser', UserName }), remove: (UserName) => ({ Action: 'DeleteUser', UserName }) },
  { kind: 'group', quota: 'GroupsPerAccount', create: (GroupName) => ({ Action: 'CreateGroup', GroupName }), remove: (GroupName) => ({ Action: 'DeleteGroup', GroupName }) },
  { kind: 'role', quota: 'RolesPerAccount', create: (RoleName) => ({ Action: 'CreateRole', RoleName, AssumeRolePolicyDocument: TRUST }), remove: (RoleName) => ({ Action: 'DeleteRole', RoleName }) },
  {
    kind: 'policy', quota: 'PoliciesPerAccount', create: (PolicyName) => ({ Action: 'CreatePolicy', PolicyName, PolicyDocument: POLICY }),
    remove: (name) => ({ Action: 'DeletePolicy', PolicyArn: `arn:aws:iam::${ACCOUNT_ID}:policy/${name}` }),
  },
];

/** The IAM API of an installation in which a file declares one entity of each kind, with two of each kind an account at most. */
async function api(quotas: IamQuotas = { user: 2, group: 2, role: 2, policy: 2 }): Promise<(fields: Readonly<Record<string, string>>, caller?: Caller) => Promise<unknown>> {
  const store = LmdbKeyStore.open(tempDir());
  const inFile = { users: [{ name: 'filed' }], groups: [{ name: 'filed' }], roles: [{ name: 'filed', trust: TRUST }], policies: [{ name: 'filed', document: POLICY }] };
  const file = { name: 'a.yaml', document: { accounts: [{ id: ACCOUNT_ID, ...inFile }] } };
  const asRoot = { accountId: ACCOUNT_ID, accessKey: new AccessKey('AKIAROOT000000000000', 'secret-of-sixteen-or-more') };
  let identities: Identities = parseIdentities([file], { root: asRoot });
  const iam = await IamStore.open(store, new SealedRows(Secret.copyOf(Buffer.alloc(32, 7))), (document) => {
    identities = parseIdentities([file, { name: 'api', document, yields: true }], { root: asRoot });
  });
  const backing = { store: iam, identities: () => identities, audit: recordingLog(), eventIds: new EventIds(), now: () => NOW, region: REGION, quotas };
  return (fields, caller = root) => {
    const verb = iamVerbs.get(fields['Action'] ?? '');
    if (verb === undefined) throw new Error('no such verb');
    return performIam(backing, fields['Action'] ?? '', verb, { caller, requestId: 'r', parameters: Parameters.parse(new URLSearchParams(fields).toString()) });
  };
}

describe('quotas of an account', () => {
  it.each(kinds)('let so many entities be made as a $kind, those of files among them, and not one more until one is gone', async ({ quota, create, remove }) => {
    const call = await api();
    await call(create('first'));
    await expect(call(create('second'))).rejects.toMatchObject({ code: 'LimitExceeded', message: `Cannot exceed quota for ${quota}: 2` });
    await expect(call(create('first'))).rejects.toMatchObject({ code: 'EntityAlreadyExists' });
    await call(remove('first'));
    await call(create('second'));
  });

  it.each(kinds)('hold when each $kind is asked for at the same time', async ({ create }) => {
    const call = await api();
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => call(create(name))));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('are of each account for itself', async () => {
    const call = await api();
    await call({ Action: 'CreateUser', UserName: 'first' });
    const other: Caller = { ...root, arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333', principalId: '111122223333' };
    for (const UserName of ['a', 'b']) await call({ Action: 'CreateUser', UserName }, other);
    await expect(call({ Action: 'CreateUser', UserName: 'c' }, other)).rejects.toMatchObject({ code: 'LimitExceeded' });
  });

  it("are AWS's", () => {
    expect(ACCOUNT_QUOTAS).toEqual({ user: 5_000, group: 500, role: 5_000, policy: 1_500 });
  });
});
