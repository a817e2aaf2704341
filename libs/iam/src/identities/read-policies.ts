import { parsePolicy, type PolicyOptions } from '../policy/parse-policy.js';
import { PolicyError } from '../policy/policy-error.js';
import type { Policy } from '../policy/policy.js';
import { LONG_NAME_WORDS, longNameForm } from './name-forms.js';
import type { Reading } from './reading.js';

/** Of one user, group or role. The length of its policies together is the closer limit. */
export const INLINE_POLICIES_MAX = 150;

/** What a document is and how long it may be, in bytes of UTF-8 without white space: see `policyLengths`. */
type DocumentOptions = PolicyOptions & { readonly lengthMax: number };

/** A policy document, an object or JSON text. What is wrong in it is told with its place in the whole. */
export function readPolicyDocument({ reader }: Reading, value: unknown, place: string, options: DocumentOptions): Policy | undefined {
  if (value === undefined) return reader.refuse(place, 'is needed and not given');
  if (value === null || (typeof value !== 'string' && typeof value !== 'object')) return reader.refuse(place, 'must be a policy document');
  try {
    return parsePolicy(value, options);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    for (const mistake of error.mistakes) reader.refuse(placeIn(place, mistake.place), mistake.what);
    return undefined;
  }
}

/** Of `Statement[0]` in `document`, or of `["odd name"]` in it. */
function placeIn(outer: string, inner: string): string {
  return `${outer}${inner === '' || inner.startsWith('[') ? '' : '.'}${inner}`;
}

/** The inline policies of a user, group or role, named by their names; `lengthMax` for all of them together. */
export function readInlinePolicies(reading: Reading, value: unknown, place: string, lengthMax: number): readonly Policy[] {
  const { reader } = reading;
  const names = new Set<string>();
  const policies = reader.list(value, place, INLINE_POLICIES_MAX).flatMap(([item, at]) => {
    const members = reader.members(item, at, ['name', 'document']);
    if (members === undefined) return [];
    const name = reader.text(members.get('name'), `${at}.name`, longNameForm, LONG_NAME_WORDS);
    if (name !== undefined && names.has(name.toLowerCase())) reader.refuse(`${at}.name`, 'is given twice');
    names.add(name?.toLowerCase() ?? '');
    return readPolicyDocument(reading, members.get('document'), `${at}.document`, { name: name ?? '', kind: 'identity', lengthMax }) ?? [];
  });
  const length = policies.reduce((sum, { text }) => sum + Buffer.byteLength(text.replace(/\s+/g, '')), 0);
  if (length > lengthMax) reader.refuse(place, `are longer than ${String(lengthMax)} bytes together`);
  return policies;
}
