import { policyLengths } from '../policy/policy-limits.js';
import { rolePrincipal } from '../principal.js';
import type { RoleDraft } from './account-draft.js';
import { SHORT_NAME_WORDS, shortNameForm } from './name-forms.js';
import { readAttached, readBoundary } from './read-attachments.js';
import { readInlinePolicies, readPolicyDocument } from './read-policies.js';
import { readTags } from './read-tags.js';
import { membersWithId, readUniqueId } from './read-unique-id.js';
import { takeName, type Reading } from './reading.js';

/** AWS's own figures, in seconds: an hour, which is also what a role has that says nothing, and twelve. */
export const MAX_SESSION_SECONDS_MIN = 3_600;
export const MAX_SESSION_SECONDS_MAX = 43_200;

const MEMBERS = ['name', 'description', 'trust', 'policies', 'attachedPolicies', 'permissionsBoundary', 'tags', 'maxSessionSeconds'];

/** IAM's own form of a description. */
const descriptionForm = /^[\t\n\r\x20-\x7e\xa1-\xff]{0,1000}$/;
const DESCRIPTION_WORDS = 'at most 1000 characters of Latin-1';

/** A role, or nothing: then there is a mistake, or the document gave way. */
export function readRole(reading: Reading, value: unknown, place: string, accountId: string): RoleDraft | undefined {
  const { reader } = reading;
  const members = reader.members(value, place, membersWithId(reading, MEMBERS));
  if (members === undefined) return undefined;
  const name = reader.text(members.get('name'), `${place}.name`, shortNameForm, SHORT_NAME_WORDS);
  const principal = rolePrincipal(accountId, name ?? '', readUniqueId(reading, members, place, 'AROA'));
  if (name !== undefined && !takeName(reading, principal.arn, `${place}.name`)) return undefined;
  const asTrust = { name: `trust policy of ${principal.arn}`, kind: 'trust', lengthMax: policyLengths.trust } as const;
  const trust = readPolicyDocument(reading, members.get('trust'), `${place}.trust`, asTrust);
  const rest = {
    reading,
    name: name ?? '',
    arn: principal.arn,
    principal,
    description: reader.optionalText(members.get('description'), `${place}.description`, descriptionForm, DESCRIPTION_WORDS) ?? '',
    policies: readInlinePolicies(reading, members.get('policies'), `${place}.policies`, policyLengths.role),
    attached: readAttached(reading, members.get('attachedPolicies'), `${place}.attachedPolicies`),
    boundary: readBoundary(reading, members.get('permissionsBoundary'), `${place}.permissionsBoundary`),
    tags: readTags(reading, members.get('tags'), `${place}.tags`),
    maxSessionSeconds: readSeconds(reading, members.get('maxSessionSeconds'), `${place}.maxSessionSeconds`),
  };
  return trust && { ...rest, trust };
}

function readSeconds({ reader }: Reading, value: unknown, place: string): number {
  if (value === undefined) return MAX_SESSION_SECONDS_MIN;
  if (typeof value === 'number' && Number.isInteger(value) && value >= MAX_SESSION_SECONDS_MIN && value <= MAX_SESSION_SECONDS_MAX) return value;
  reader.refuse(place, `must be a whole number from ${String(MAX_SESSION_SECONDS_MIN)} to ${String(MAX_SESSION_SECONDS_MAX)}`);
  return MAX_SESSION_SECONDS_MIN;
}
