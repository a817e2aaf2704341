import { rootPrincipal } from '../principal.js';
import type { Identity } from './identity.js';
import { ACCESS_KEYS_MAX, readAccessKey } from './read-access-key.js';
import { takeName, type Reading } from './reading.js';

/** The access keys of an account's root, which one document may name; AWS's figure holds for it too: two. */
export function readRoot(reading: Reading, value: unknown, place: string, accountId: string): readonly Identity[] {
  const { reader } = reading;
  if (value === undefined) return [];
  const members = reader.members(value, place, ['accessKeys']);
  const principal = rootPrincipal(accountId);
  if (members === undefined || !takeName(reading, principal.arn, place)) return [];
  return reader
    .list(members.get('accessKeys'), `${place}.accessKeys`, ACCESS_KEYS_MAX)
    .flatMap(([item, at]) => readAccessKey(reading, item, at, principal.arn) ?? [])
    .map((key) => ({ principal, tags: new Map(), ...key }));
}
