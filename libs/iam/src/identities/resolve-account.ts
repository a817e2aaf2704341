import { awsManagedPolicy } from '../policy/managed-policies.js';
import type { AccountDraft, HolderDraft, Named, RoleDraft, UserDraft } from './account-draft.js';
import type { Account } from './account.js';
import type { Group } from './group.js';
import type { ManagedPolicy } from './managed-policy.js';
import { policyArnForm } from './name-forms.js';
import { leaveOut } from './reading.js';
import type { Role } from './role.js';
import type { User } from './user.js';

/** Notes what is wrong with one user, group or role. */
type Refuse = (place: string, what: string) => undefined;

/** Puts in place of each name what it names, now that all documents are read. What names something that is not there is a mistake, or is left out. */
export function resolveAccount({ id, rootKeys, policies, oidcProviders, ...draft }: AccountDraft): Account {
  const account = { id, policies };
  const groups = byName(draft.groups, (group, refuse): Group => ({ ...holderOf(account, group, refuse), name: group.name, arn: group.arn }));
  const users = byName(draft.users, (user, refuse) => userOf(account, groups, user, refuse));
  const roles = byName(draft.roles, (role, refuse) => roleOf(account, role, refuse));
  return { id, rootKeys, users, groups, roles, policies, oidcProviders };
}

type Policies = Pick<AccountDraft, 'id' | 'policies'>;

function byName<D extends HolderDraft, T>(drafts: readonly D[], resolve: (draft: D, refuse: Refuse) => T): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const draft of drafts) {
    const faults: (readonly [place: string, what: string])[] = [];
    const resolved = resolve(draft, (...fault) => void faults.push(fault));
    if (faults.length === 0) found.set(draft.name, resolved);
    const { reading, arn } = draft;
    for (const [place, what] of faults) {
      if (reading.source.yields === true) leaveOut(reading, arn, `${place} ${what}`);
      else reading.reader.refuse(place, what);
    }
  }
  return found;
}

function holderOf(account: Policies, draft: HolderDraft, refuse: Refuse): Pick<Group, 'policies' | 'attachedPolicies'> {
  const seen = new Set<string>();
  const attachedPolicies = draft.attached.flatMap(([name, place]) => {
    const policy = managedPolicy(account, draft, [name, place], refuse);
    if (policy === undefined) return [];
    if (seen.has(policy.arn)) refuse(place, 'is given twice');
    seen.add(policy.arn);
    return [policy];
  });
  return { policies: draft.policies, attachedPolicies };
}

function userOf(account: Policies, groups: ReadonlyMap<string, Group>, draft: UserDraft, refuse: Refuse): User {
  const { name, principal, tags } = draft;
  const seen = new Set<string>();
  const joined = draft.groups.flatMap(([groupName, place]) => {
    if (seen.has(groupName)) refuse(place, 'is given twice');
    seen.add(groupName);
    const group = groups.get(groupName);
    if (group !== undefined && mayName(draft, group.arn)) return [group];
    refuse(place, 'names no group of the account');
    return [];
  });
  const accessKeys = draft.accessKeys.map((accessKey) => ({ principal, tags, ...accessKey }));
  return { name, principal, accessKeys, tags, groups: joined, ...holderOf(account, draft, refuse), ...boundaryOf(account, draft, refuse) };
}

function roleOf(account: Policies, draft: RoleDraft, refuse: Refuse): Role {
  const { name, principal, description, trust, tags, maxSessionSeconds } = draft;
  const held = { ...holderOf(account, draft, refuse), ...boundaryOf(account, draft, refuse) };
  return { name, principal, description, trust, tags, maxSessionSeconds, ...held };
}

function boundaryOf(account: Policies, draft: UserDraft | RoleDraft, refuse: Refuse): { readonly permissionsBoundary?: ManagedPolicy } {
  const policy = draft.boundary && managedPolicy(account, draft, draft.boundary, refuse);
  return policy === undefined ? {} : { permissionsBoundary: policy };
}

/** A policy by its name in the account, by its ARN there, or one of AWS's by its ARN. */
function managedPolicy({ id, policies }: Policies, draft: HolderDraft, [text, place]: Named, refuse: Refuse): ManagedPolicy | undefined {
  const [, owner, name = ''] = policyArnForm.exec(text) ?? [];
  if (owner === 'aws') {
    const policy = awsManagedPolicy(text);
    return policy === undefined ? refuse(place, "names none of AWS's policies that are known here") : { name: name.slice(name.lastIndexOf('/') + 1), arn: text, policy };
  }
  if (owner !== undefined && owner !== id) return refuse(place, 'names a policy of another account');
  const policy = policies.get(owner === undefined ? text : name);
  return policy !== undefined && mayName(draft, policy.arn) ? policy : refuse(place, 'names no policy of the account');
}

/** Documents that stand by themselves do so without those that give way, which may come later or never. */
function mayName({ reading: { source, names } }: HolderDraft, arn: string): boolean {
  return source.yields === true || names.get(arn.toLowerCase())?.yields !== true;
}
