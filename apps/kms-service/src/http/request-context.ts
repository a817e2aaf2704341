import { ContextError, parseContext, type EncryptionContext } from '@coffer/context';
import { KmsError } from '../errors/kms-error.js';

/** An encryption context out of decoded JSON; absent is no pairs. */
export function contextOfJson(value: unknown): EncryptionContext {
  if (value === undefined || value === null) return new Map();
  try {
    return parseContext(value);
  } catch (error) {
    if (!(error instanceof ContextError)) throw error;
    throw new KmsError(error.code === 'not_an_object' || error.code === 'not_text' ? 'SerializationException' : 'ValidationException', error.message);
  }
}
