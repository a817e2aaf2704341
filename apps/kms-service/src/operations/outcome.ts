import { KmsError, toKmsError } from '../errors/kms-error.js';

/** What came of one request among several: what it asked for, or why it was refused. */
export type Outcome<T> = T | KmsError;

/** What `attempt` returns, or what it threw, as callers may know it. */
export function outcomeOf<T>(attempt: () => T): Outcome<T> {
  try {
    return attempt();
  } catch (error) {
    return toKmsError(error);
  }
}

/** The work on those that were not refused before; a refusal stays what it is. */
export function each<T, R>(outcomes: readonly Outcome<T>[], work: (value: T) => R): Outcome<R>[] {
  return outcomes.map((outcome) => (outcome instanceof KmsError ? outcome : outcomeOf(() => work(outcome))));
}

/** The outcomes with refusals in their places; what was refused before stays refused for that. */
export function refuse<T>(outcomes: readonly Outcome<T>[], refusals: readonly (KmsError | undefined)[]): readonly Outcome<T>[] {
  return outcomes.map((outcome, index) => (outcome instanceof KmsError ? outcome : (refusals[index] ?? outcome)));
}

/** Returns the value, or throws the refusal. */
export function orThrow<T>(outcome: Outcome<T> | undefined): T {
  if (outcome instanceof KmsError) throw outcome;
  if (outcome === undefined) throw new KmsError('KMSInternalException', 'A request was left without an outcome.');
  return outcome;
}
