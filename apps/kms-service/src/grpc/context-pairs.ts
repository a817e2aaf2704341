import { isUtf8 } from 'node:buffer';
import { CONTEXT_SIZE_MAX, ContextError, contextOf, type EncryptionContext } from '@coffer/context';
import type { ContextPair, ContextPair__Output } from '../../../../proto/types/coffer/kms/v1/ContextPair.js';
import { KmsError } from '../errors/kms-error.js';

/** A pair takes at least four bytes of the canonical form: its two lengths. */
const PAIRS_MAX = Math.floor(CONTEXT_SIZE_MAX / 4);
const empty: Buffer = Buffer.alloc(0);

/** The context that these pairs make, or none. Ill-formed text is refused here: once decoded, it could not be told from other text. */
export function decodeContext(pairs: readonly ContextPair__Output[] | undefined): EncryptionContext | undefined {
  if (pairs === undefined || pairs.length === 0) return undefined;
  try {
    if (pairs.length > PAIRS_MAX) throw new ContextError('too_large', `The encryption context has more than ${String(CONTEXT_SIZE_MAX)} bytes.`);
    return contextOf(pairs.map(({ key = empty, value = empty }) => [utf8(key), utf8(value)]));
  } catch (error) {
    if (error instanceof ContextError) throw new KmsError('ValidationException', error.message, { cause: error });
    throw error;
  }
}

export function encodeContext(context: EncryptionContext): ContextPair[] {
  return [...context].map(([key, value]) => ({ key: Buffer.from(key), value: Buffer.from(value) }));
}

function utf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new ContextError('ill_formed_text', 'The encryption context has text that is not well-formed Unicode.');
  return bytes.toString();
}
