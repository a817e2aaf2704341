import { canonicalSize, CONTEXT_PAIRS_MAX, tooLarge } from './canonical-bytes.js';
import type { EncryptionContext } from './encryption-context.js';
import { ContextError } from './errors.js';

/** The context that a decoded JSON object states: every member is a pair. Throws `ContextError`. */
export function parseContext(value: unknown): EncryptionContext {
  if (!isPlainObject(value)) throw new ContextError('not_an_object', 'The encryption context is not an object of pairs.');
  return contextOf(Object.entries(value).map(([key, text]) => [key, asText(text)] as const));
}

/** The context of these pairs, within its limits and each key once. Throws `ContextError`. */
export function contextOf(pairs: Iterable<readonly [string, string]>): EncryptionContext {
  const context = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (context.has(key)) throw new ContextError('duplicate_key', 'The encryption context has a key twice.');
    if (context.size === CONTEXT_PAIRS_MAX) throw tooLarge();
    context.set(key, value);
  }
  // Every rule has one home: what has a canonical size is a context.
  canonicalSize(context);
  return context;
}

function asText(value: unknown): string {
  if (typeof value !== 'string') throw new ContextError('not_text', 'A value of the encryption context is not a string.');
  return value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
