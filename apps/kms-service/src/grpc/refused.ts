import { KmsError } from '../errors/kms-error.js';

/** A message that does not say what it must. Thrown before anything is done for it. */
export function invalid(member: string, constraint: string): KmsError {
  return new KmsError('ValidationException', `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`);
}

/** What is wrong with the peer itself: nothing is done for it, and the attempt is recorded. */
export function denied(message: string): KmsError {
  return new KmsError('AccessDeniedException', message);
}
