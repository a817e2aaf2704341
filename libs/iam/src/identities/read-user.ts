import { policyLengths } from '../policy/policy-limits.js';
import { userPrincipal } from '../principal.js';
import type { UserDraft } from './account-draft.js';
import { LONG_NAME_WORDS, longNameForm, SHORT_NAME_WORDS, shortNameForm } from './name-forms.js';
import { ACCESS_KEYS_MAX, readAccessKey } from './read-access-key.js';
import { readAttached, readBoundary } from './read-attachments.js';
import { readInlinePolicies } from './read-policies.js';
import { readTags } from './read-tags.js';
import { membersWithId, readUniqueId } from './read-unique-id.js';
import { takeName, type Reading } from './reading.js';

/** Of one user; AWS's own figure. */
export const GROUPS_OF_USER_MAX = 10;

const MEMBERS = ['name', 'accessKeys', 'groups', 'tags', 'policies', 'attachedPolicies', 'permissionsBoundary'];

/** A user, or nothing: then there is a mistake, or the document gave way. */
export function readUser(reading: Reading, value: unknown, place: string, accountId: string): UserDraft | undefined {
  const { reader } = reading;
  const members = reader.members(value, place, membersWithId(reading, MEMBERS));
  if (members === undefined) return undefined;
  const name = reader.text(members.get('name'), `${place}.name`, shortNameForm, SHORT_NAME_WORDS);
  const principal = userPrincipal(accountId, name ?? '', readUniqueId(reading, members, place, 'AIDA'));
  if (name !== undefined && !takeName(reading, principal.arn, `${place}.name`)) return undefined;
  const accessKeys = reader
    .list(members.get('accessKeys'), `${place}.accessKeys`, ACCESS_KEYS_MAX)
    .flatMap(([item, at]) => readAccessKey(reading, item, at, principal.arn) ?? []);
  return {
    reading,
    name: name ?? '',
    arn: principal.arn,
    principal,
    accessKeys,
    tags: readTags(reading, members.get('tags'), `${place}.tags`),
    groups: reader.texts(members.get('groups'), `${place}.groups`, GROUPS_OF_USER_MAX, longNameForm, LONG_NAME_WORDS),
    policies: readInlinePolicies(reading, members.get('policies'), `${place}.policies`, policyLengths.user),
    attached: readAttached(reading, members.get('attachedPolicies'), `${place}.attachedPolicies`),
    boundary: readBoundary(reading, members.get('permissionsBoundary'), `${place}.permissionsBoundary`),
  };
}
