/**
 * The rules of an encryption context, for who types one: those of libs/context, which needs Node's buffers. The suite holds both to the same
 * vectors.
 *
 *     size = 2 + (2 + key + 2 + value)*        bytes of UTF-8; at most 8,192
 */
import { base64Of } from '../../format/encode.js';
import { recordOf, type Pair, type PairMistake } from '../../components/pairs.js';

export interface ContextMistake extends PairMistake {
  readonly code: 'ill_formed_text' | 'duplicate_key' | 'too_large' | 'empty_key' | 'reserved_key';
}

export const CONTEXT_SIZE_MAX = 8_192;
const COUNT_SIZE = 2;
const LENGTH_SIZE = 2;
/** The pair that S3 binds itself. */
export const ARN_PAIR = 'aws:s3:arn';

/** How many bytes the pairs take in the form in which they are bound. */
export function contextSize(pairs: readonly Pair[]): number {
  const encoder = new TextEncoder();
  const sizeOf = (text: string): number => (text.length > CONTEXT_SIZE_MAX ? text.length : encoder.encode(text).length);
  return pairs.reduce((size, { key, value }) => size + 2 * LENGTH_SIZE + sizeOf(key) + sizeOf(value), COUNT_SIZE);
}

/** What any service refuses, in the order of the pairs. */
export function contextMistakes(pairs: readonly Pair[]): readonly ContextMistake[] {
  if (contextSize(pairs) > CONTEXT_SIZE_MAX) return [{ code: 'too_large', message: `Together the pairs have more than ${CONTEXT_SIZE_MAX.toLocaleString('en-GB')} bytes.` }];
  const seen = new Set<string>();
  return pairs.flatMap(({ key, value }, at): ContextMistake[] => {
    if (!key.isWellFormed() || !value.isWellFormed()) return [{ at, code: 'ill_formed_text', message: 'This holds half a character (a lone surrogate).' }];
    if (seen.has(key)) return [{ at, code: 'duplicate_key', message: 'Another pair has this name already.' }];
    seen.add(key);
    return [];
  });
}

/** What an editor refuses besides: a name that is empty, and the one that S3 binds itself. */
export function editorMistakes(pairs: readonly Pair[]): readonly ContextMistake[] {
  const own = pairs.flatMap(({ key }, at): ContextMistake[] => {
    if (key === '') return [{ at, code: 'empty_key', message: 'Give the pair a name, or remove it.' }];
    return key === ARN_PAIR ? [{ at, code: 'reserved_key', message: 'S3 binds this one itself.' }] : [];
  });
  return [...contextMistakes(pairs), ...own];
}

/** As S3's header takes it: base64 of UTF-8 JSON. Nothing for no pairs. */
export function contextHeader(pairs: readonly Pair[]): string | undefined {
  if (pairs.length === 0) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify(recordOf(pairs)));
  return base64Of(bytes);
}
