import { ContextError, contextOf, parseContext, type EncryptionContext } from '@coffer/context';
import { KmsError } from '../errors/kms-error.js';

/* For the doors: an encryption context out of what came over the wire, with one refusal for both. */

/** From decoded JSON; absent is no pairs. */
export function contextOfJson(value: unknown): EncryptionContext {
  return value === undefined || value === null ? new Map() : refusing(() => parseContext(value));
}

/** From pairs. */
export function contextOfPairs(pairs: Iterable<readonly [string, string]>): EncryptionContext {
  return refusing(() => contextOf(pairs));
}

function refusing(parse: () => EncryptionContext): EncryptionContext {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    throw new KmsError(error.code === 'not_an_object' || error.code === 'not_text' ? 'SerializationException' : 'ValidationException', error.message);
  }
}
