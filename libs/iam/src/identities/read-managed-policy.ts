import { policyLengths } from '../policy/policy-limits.js';
import type { ManagedPolicy } from './managed-policy.js';
import { LONG_NAME_WORDS, longNameForm } from './name-forms.js';
import { readPolicyDocument } from './read-policies.js';
import { takeName, type Reading } from './reading.js';

/** A policy of the account that others attach, or nothing: then there is a mistake, or the document gave way. */
export function readManagedPolicy(reading: Reading, value: unknown, place: string, accountId: string): ManagedPolicy | undefined {
  const { reader } = reading;
  const members = reader.members(value, place, ['name', 'document']);
  if (members === undefined) return undefined;
  const name = reader.text(members.get('name'), `${place}.name`, longNameForm, LONG_NAME_WORDS);
  const arn = `arn:aws:iam::${accountId}:policy/${name ?? ''}`;
  if (name !== undefined && !takeName(reading, arn, `${place}.name`)) return undefined;
  const asManaged = { name: arn, kind: 'identity', lengthMax: policyLengths.managed } as const;
  const policy = readPolicyDocument(reading, members.get('document'), `${place}.document`, asManaged);
  return policy && { name: name ?? '', arn, policy };
}
