import { compileCondition, parseOperatorName, type Condition, type OperatorName } from '../conditions/condition.js';
import { memberPlace, type Mistakes } from './mistakes.js';
import { CONDITIONS_MAX, ENTRY_LENGTH_MAX } from './policy-limits.js';
import { readMembers, readValues } from './read-entries.js';

/** A service's prefix, or an identity provider's URL without its scheme; after the colon tag keys may have spaces. */
const keyForm = /^[A-Za-z0-9][^\s:]*:\S(?:.*\S)?$/s;

/** What the readers of a condition need to know of its statement. */
export interface ConditionReading {
  readonly effect: 'Allow' | 'Deny';
  readonly variables: boolean;
  readonly mistakes: Mistakes;
}

/** Reads a Condition: an object of operators, each an object of keys, each a value or a list of values. Absent is no condition. */
export function readConditions(value: unknown, place: string, reading: ConditionReading): readonly Condition[] {
  if (value === undefined) return [];
  const { mistakes } = reading;
  const conditions: Condition[] = [];
  for (const [operator, keys] of readMembers(value, place, mistakes) ?? []) {
    const at = memberPlace(place, operator);
    const name = parseOperatorName(operator);
    const members = readMembers(keys, at, mistakes);
    if (name === undefined) mistakes.add(at, 'is not a condition operator');
    else if (members?.size === 0) mistakes.add(at, 'must not be empty');
    else for (const [key, values] of members ?? []) conditions.push(readCondition({ operator, name }, key, values, at, reading));
  }
  if (conditions.length > CONDITIONS_MAX) mistakes.add(place, `has ${conditions.length} keys; at most ${CONDITIONS_MAX} are taken`);
  return conditions;
}

function readCondition(
  asked: { readonly operator: string; readonly name: OperatorName },
  key: string,
  value: unknown,
  place: string,
  { effect, variables, mistakes }: ConditionReading,
): Condition {
  const at = memberPlace(place, key);
  if (key.length > ENTRY_LENGTH_MAX || !key.isWellFormed() || !keyForm.test(key)) mistakes.add(at, 'is not a condition key, such as aws:SourceIp');
  const entries = readValues(value, at, mistakes);
  return compileCondition({
    ...asked,
    key,
    values: entries.map(({ text }) => text),
    effect,
    variables,
    refuse: (index, what) => mistakes.add(entries[index]?.place ?? at, what),
  });
}
