import { policyLengths } from '../policy/policy-limits.js';
import type { GroupDraft } from './account-draft.js';
import { LONG_NAME_WORDS, longNameForm } from './name-forms.js';
import { readAttached } from './read-attachments.js';
import { readInlinePolicies } from './read-policies.js';
import { takeName, type Reading } from './reading.js';

/** A group, or nothing: then there is a mistake, or the document gave way. */
export function readGroup(reading: Reading, value: unknown, place: string, accountId: string): GroupDraft | undefined {
  const { reader } = reading;
  const members = reader.members(value, place, ['name', 'policies', 'attachedPolicies']);
  if (members === undefined) return undefined;
  const name = reader.text(members.get('name'), `${place}.name`, longNameForm, LONG_NAME_WORDS);
  const arn = `arn:aws:iam::${accountId}:group/${name ?? ''}`;
  if (name !== undefined && !takeName(reading, arn, `${place}.name`)) return undefined;
  return {
    reading,
    name: name ?? '',
    arn,
    policies: readInlinePolicies(reading, members.get('policies'), `${place}.policies`, policyLengths.group),
    attached: readAttached(reading, members.get('attachedPolicies'), `${place}.attachedPolicies`),
  };
}
