import { KmsError } from '../errors/kms-error.js';
import { ALIAS_PREFIX } from '../keys/key-reference.js';
import { RESERVED_ALIAS_PREFIX } from '../keys/managed-keys.js';
import { assertConstraints, lengthOf, patternOf, present, type Violation } from './constraints.js';

const ALIAS_NAME_LENGTH_MAX = 256;

const ALIAS_NAME = /^[a-zA-Z0-9:/_-]+$/;

/** What is wrong with an alias name by AWS's model. */
export function aliasNameOf(name: string | undefined): readonly Violation[] {
  return [present('aliasName', name), lengthOf('aliasName', name, 1, ALIAS_NAME_LENGTH_MAX), patternOf('aliasName', name, ALIAS_NAME)];
}

/** A required alias name with its prefix. */
export function requiredAliasName(given: string | undefined): string {
  assertConstraints(...aliasNameOf(given));
  const name = given ?? '';
  if (!name.startsWith(ALIAS_PREFIX)) throw new KmsError('ValidationException', 'Alias must start with the prefix "alias/".');
  if (name === ALIAS_PREFIX) throw new KmsError('InvalidAliasNameException', 'An alias has a name after the prefix "alias/".');
  return name;
}

/** One that callers may make or move. */
export function ownAliasName(given: string | undefined): string {
  const name = requiredAliasName(given);
  if (!name.startsWith(RESERVED_ALIAS_PREFIX)) return name;
  throw new KmsError('InvalidAliasNameException', `An alias must not start with ${RESERVED_ALIAS_PREFIX}: these names are kept for keys that the service makes.`);
}
