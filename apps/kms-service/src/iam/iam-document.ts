import type { HolderKind, IamRecord, RecordOf } from './records.js';

/** The records of all accounts as one document, in the schema of the identities file. It holds the secrets of access keys. */
export function identitiesDocument(records: Iterable<{ readonly accountId: string; readonly record: IamRecord }>): { readonly accounts: readonly object[] } {
  const accounts = new Map<string, { users: object[]; groups: object[]; roles: object[]; policies: object[] }>();
  for (const { accountId, record } of records) {
    const account = accounts.get(accountId) ?? { users: [], groups: [], roles: [], policies: [] };
    accounts.set(accountId, account);
    switch (record.kind) {
      case 'user': account.users.push(userOf(record)); break;
      case 'group': account.groups.push(held(record)); break;
      case 'role': account.roles.push(roleOf(record)); break;
      case 'policy': account.policies.push({ name: record.name, document: parsed(record.document) }); break;
    }
  }
  return { accounts: [...accounts].map(([id, account]) => ({ id, ...account })) };
}

function userOf(user: RecordOf<'user'>): object {
  const accessKeys = user.accessKeys.map(({ id, secret, active }) => ({ id, secret, status: active ? 'active' : 'inactive' }));
  return { ...held(user), ...known(user), ...limited(user), accessKeys, groups: user.groups };
}

function roleOf(role: RecordOf<'role'>): object {
  const { description, maxSessionSeconds, trust } = role;
  return { ...held(role), ...known(role), ...limited(role), trust: parsed(trust), maxSessionSeconds, ...(description !== '' && { description }) };
}

function held({ name, policies, attached }: RecordOf<HolderKind>): object {
  return { name, policies: policies.map((policy) => ({ name: policy.name, document: parsed(policy.document) })), attachedPolicies: attached };
}

/** By what the entity is told from those of its name before it. */
function known({ uniqueId }: RecordOf<'user' | 'role'>): object {
  return uniqueId === undefined ? {} : { id: uniqueId };
}

function limited({ tags, boundary }: RecordOf<'user' | 'role'>): object {
  return { tags: Object.fromEntries(tags), ...(boundary !== undefined && { permissionsBoundary: boundary }) };
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}
