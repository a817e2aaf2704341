import { KmsError } from '../errors/kms-error.js';
import { assertConstraints, lengthOf, patternOf, type Violation } from './constraints.js';

/** The only name that a key policy has. */
export const POLICY_NAME = 'default';

const POLICY_NAME_LENGTH_MAX = 128;

export function policyNameOf(name: string | undefined): readonly Violation[] {
  return [lengthOf('policyName', name, 1, POLICY_NAME_LENGTH_MAX), patternOf('policyName', name, /^[\w]+$/)];
}

/** Another name than the one there is, is that of no policy. */
export function assertPolicyName(name: string | undefined): void {
  assertConstraints(...policyNameOf(name));
  if ((name ?? POLICY_NAME) !== POLICY_NAME) throw new KmsError('NotFoundException', 'No such policy exists');
}
