import type { Group, ManagedPolicy, Role, User } from '@coffer/iam';
import { awsManagedPolicies } from '@coffer/iam';
import { QueryError } from '../query/query-error.js';
import { entityArn } from './members.js';
import type { EntityKind, RecordOf } from './records.js';
import type { IamWork } from './verb.js';

type Looking = Pick<IamWork, 'identities' | 'accountId' | 'store'>;

interface Entities {
  readonly user: User;
  readonly group: Group;
  readonly role: Role;
  readonly policy: ManagedPolicy;
}

const collection = { user: 'users', group: 'groups', role: 'roles', policy: 'policies' } as const satisfies Record<EntityKind, string>;

/** Every entity of one kind in the caller's account, those of the files among them. */
export function allOf<K extends EntityKind>({ identities, accountId }: Looking, kind: K): readonly Entities[K][] {
  const account = identities.account(accountId);
  return account === undefined ? [] : ([...account[collection[kind]].values()] as unknown as readonly Entities[K][]);
}

export function findEntity<K extends EntityKind>(looking: Looking, kind: K, name: string): Entities[K] | undefined {
  return allOf(looking, kind).find((entity) => entity.name.toLowerCase() === name.toLowerCase());
}

export function requireEntity<K extends EntityKind>(looking: Looking, kind: K, name: string): Entities[K] {
  const entity = findEntity(looking, kind, name);
  if (entity === undefined) throw noSuchEntity(kind, name);
  return entity;
}

/** A managed policy by its ARN: the account's, or one of AWS's. */
export function requirePolicy(looking: Looking, arn: string): ManagedPolicy {
  const own = allOf(looking, 'policy').find((policy) => policy.arn === arn);
  if (own !== undefined) return own;
  const policy = awsManagedPolicies().find(({ name }) => name === arn);
  if (policy === undefined) throw new QueryError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`);
  return { name: arn.slice(arn.lastIndexOf('/') + 1), arn, policy };
}

/** What the API keeps of an entity, if the entity is the API's: a file that declares the name wins, and then what is kept does not count. */
export function recordOf<K extends EntityKind>({ identities, accountId, store }: Looking, kind: K, name: string): RecordOf<K> | undefined {
  return identities.isDeclared(entityArn(accountId, kind, name)) ? undefined : store.find(accountId, kind, name);
}

/** What the API may change. Entities of the files are the files' to change. */
export function ownRecord<K extends EntityKind>(looking: Looking, kind: K, name: string, record: RecordOf<K> | undefined): RecordOf<K> {
  const isDeclared = looking.identities.isDeclared(entityArn(looking.accountId, kind, name));
  if (record !== undefined && !isDeclared) return record;
  if (!isDeclared && findEntity(looking, kind, name) === undefined) throw noSuchEntity(kind, name);
  throw new QueryError('UnmodifiableEntity', `The ${kind} ${name} is declared in the identities file and cannot be changed by the API.`);
}

/** Changes an entity that the API keeps. */
export function changeEntity<K extends EntityKind>(work: IamWork, kind: K, name: string, change: (record: RecordOf<K>) => RecordOf<K> | undefined): Promise<void> {
  return work.store.change(work.accountId, kind, name, (record) => change(ownRecord(work, kind, name, record)));
}

/** Makes an entity that is not there yet, neither in the files nor here, if the account may have one more of its kind. */
export function createEntity<K extends EntityKind>(work: IamWork, kind: K, name: string, make: () => RecordOf<K>): Promise<void> {
  return work.store.change(work.accountId, kind, name, (before) => {
    if (before !== undefined || findEntity(work, kind, name) !== undefined) throw alreadyExists(kind, name);
    if (allOf(work, kind).length >= work.quotas[kind]) throw new QueryError('LimitExceeded', `Cannot exceed quota for ${quotaNames[kind]}: ${String(work.quotas[kind])}`);
    return make();
  });
}

/** As AWS names them. */
const quotaNames = { user: 'UsersPerAccount', group: 'GroupsPerAccount', role: 'RolesPerAccount', policy: 'PoliciesPerAccount' } as const satisfies Record<EntityKind, string>;

const titles = { user: 'User', group: 'Group', role: 'Role', policy: 'Policy' } as const satisfies Record<EntityKind, string>;

function alreadyExists(kind: EntityKind, name: string): QueryError {
  if (kind === 'policy') return new QueryError('EntityAlreadyExists', `A policy called ${name} already exists. Duplicate names are not allowed.`);
  return new QueryError('EntityAlreadyExists', `${titles[kind]} with name ${name} already exists.`);
}

export function noSuchEntity(kind: EntityKind, name: string): QueryError {
  if (kind === 'policy') return new QueryError('NoSuchEntity', `Policy ${name} was not found.`);
  return new QueryError('NoSuchEntity', `The ${titles[kind].toLowerCase()} with name ${name} cannot be found.`);
}
