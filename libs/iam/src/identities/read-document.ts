import { emptyDraft, type AccountDraft } from './account-draft.js';
import { ACCOUNT_ID_WORDS, accountIdForm } from './name-forms.js';
import { readGroup } from './read-group.js';
import { readManagedPolicy } from './read-managed-policy.js';
import { readProvider } from './read-provider.js';
import { readRole } from './read-role.js';
import { readRoot } from './read-root.js';
import { readUser } from './read-user.js';
import type { Reading } from './reading.js';

/** Of one document. Within an account these are AWS's own figures, the highest where a quota can be raised. */
export const ACCOUNTS_MAX = 1_000;
export const USERS_MAX = 5_000;
export const GROUPS_MAX = 500;
export const ROLES_MAX = 5_000;
export const MANAGED_POLICIES_MAX = 5_000;
export const PROVIDERS_MAX = 700;

const ACCOUNT_MEMBERS = ['id', 'policies', 'users', 'groups', 'roles', 'oidcProviders'];

/** Reads one document into the accounts as far as other documents have made them. */
export function readDocument(reading: Reading, accounts: Map<string, AccountDraft>): void {
  const { reader, source } = reading;
  const seen = new Set<string>();
  const members = reader.members(source.document, '', ['accounts']);
  if (members !== undefined && !members.has('accounts')) reader.refuse('accounts', 'is needed and not given');
  for (const [item, place] of reader.list(members?.get('accounts'), 'accounts', ACCOUNTS_MAX)) readAccount(reading, item, place, accounts, seen);
}

function readAccount(reading: Reading, value: unknown, place: string, accounts: Map<string, AccountDraft>, seen: Set<string>): void {
  const { reader, source } = reading;
  const members = reader.members(value, place, source.yields === true ? ACCOUNT_MEMBERS : [...ACCOUNT_MEMBERS, 'root']);
  if (members === undefined) return;
  const id = reader.text(members.get('id'), `${place}.id`, accountIdForm, ACCOUNT_ID_WORDS);
  if (id !== undefined && seen.has(id)) reader.refuse(`${place}.id`, 'is given twice in one document');
  seen.add(id ?? '');
  const draft = accounts.get(id ?? '') ?? emptyDraft(id ?? '');
  accounts.set(draft.id, draft);
  readMembers(reading, members, place, draft);
}

function readMembers(reading: Reading, members: ReadonlyMap<string, unknown>, place: string, draft: AccountDraft): void {
  const each = <T>(name: string, most: number, read: (reading: Reading, value: unknown, place: string, accountId: string) => T | undefined): readonly T[] =>
    reading.reader.list(members.get(name), `${place}.${name}`, most).flatMap(([item, at]) => read(reading, item, at, draft.id) ?? []);
  draft.rootKeys.push(...readRoot(reading, members.get('root'), `${place}.root`, draft.id));
  for (const policy of each('policies', MANAGED_POLICIES_MAX, readManagedPolicy)) draft.policies.set(policy.name, policy);
  draft.users.push(...each('users', USERS_MAX, readUser));
  draft.groups.push(...each('groups', GROUPS_MAX, readGroup));
  draft.roles.push(...each('roles', ROLES_MAX, readRole));
  for (const provider of each('oidcProviders', PROVIDERS_MAX, readProvider)) draft.oidcProviders.set(provider.issuer, provider);
}
