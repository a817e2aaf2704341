import { parsePolicy } from '../policy/parse-policy.js';
import { PolicyError } from '../policy/policy-error.js';
import type { Policy } from '../policy/policy.js';
import { LONG_NAME_WORDS, longNameForm } from './name-forms.js';
import type { Reading } from './reading.js';

/** Of one user, group or role. Its policies' characters together are the closer limit. */
export const INLINE_POLICIES_MAX = 150;

/** AWS's quotas, in characters without white space: of all inline policies of one of these together, and of one managed or trust policy. */
export const USER_POLICY_CHARACTERS_MAX = 2_048;
export const GROUP_POLICY_CHARACTERS_MAX = 5_120;
export const ROLE_POLICY_CHARACTERS_MAX = 10_240;
export const MANAGED_POLICY_CHARACTERS_MAX = 6_144;
export const TRUST_POLICY_CHARACTERS_MAX = 4_096;

/** What is parsed at all, white space included; IAM's own figure. */
const DOCUMENT_LENGTH_MAX = 131_072;

/** The characters of a document that count. */
function charactersOf({ text }: Policy): number {
  return text.replace(/\s/g, '').length;
}

/** A policy document, an object or JSON text. What is wrong in it is told with its place in the whole. */
export function readPolicyDocument({ reader }: Reading, value: unknown, place: string, name: string, kind: 'identity' | 'trust', most: number): Policy | undefined {
  if (value === undefined) return reader.refuse(place, 'is needed and not given');
  if (value === null || (typeof value !== 'string' && typeof value !== 'object')) return reader.refuse(place, 'must be a policy document');
  try {
    const policy = parsePolicy(value, { name, kind, lengthMax: DOCUMENT_LENGTH_MAX });
    const count = charactersOf(policy);
    if (count > most) return reader.refuse(place, `has ${String(count)} characters without white space; at most ${String(most)} are taken`);
    return policy;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    for (const mistake of error.mistakes) reader.refuse(mistake.place === '' ? place : `${place}.${mistake.place}`, mistake.what);
    return undefined;
  }
}

/** The inline policies of a user, group or role, named by their names; `most` characters together. */
export function readInlinePolicies(reading: Reading, value: unknown, place: string, most: number): readonly Policy[] {
  const { reader } = reading;
  const names = new Set<string>();
  const policies = reader.list(value, place, INLINE_POLICIES_MAX).flatMap(([item, at]) => {
    const members = reader.members(item, at, ['name', 'document']);
    if (members === undefined) return [];
    const name = reader.text(members.get('name'), `${at}.name`, longNameForm, LONG_NAME_WORDS);
    if (name !== undefined && names.has(name.toLowerCase())) reader.refuse(`${at}.name`, 'is given twice');
    names.add(name?.toLowerCase() ?? '');
    return readPolicyDocument(reading, members.get('document'), `${at}.document`, name ?? '', 'identity', most) ?? [];
  });
  const count = policies.reduce((sum, policy) => sum + charactersOf(policy), 0);
  if (policies.length > 1 && count > most) reader.refuse(place, `have ${String(count)} characters together without white space; at most ${String(most)} are taken`);
  return policies;
}
