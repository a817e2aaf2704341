import type { Named } from './account-draft.js';
import { longNameForm, policyArnForm } from './name-forms.js';
import type { Reading } from './reading.js';

/** Managed policies of one user, group or role: the most that AWS's quota can be raised to. */
export const ATTACHED_POLICIES_MAX = 20;

const NAME_OR_ARN = "the name of a policy of the account, or a policy's ARN";
const nameOrArnForm = new RegExp(`${longNameForm.source}|${policyArnForm.source}`);

/** The managed policies that are attached, by name or ARN. Whether they are there is known when all documents are read. */
export function readAttached({ reader }: Reading, value: unknown, place: string): readonly Named[] {
  return reader.texts(value, place, ATTACHED_POLICIES_MAX, nameOrArnForm, NAME_OR_ARN);
}

/** The managed policy that limits a user or role. */
export function readBoundary({ reader }: Reading, value: unknown, place: string): Named | undefined {
  const text = reader.optionalText(value, place, nameOrArnForm, NAME_OR_ARN);
  return text === undefined ? undefined : [text, place];
}
