import { join } from './document-reader.js';
import type { Reading } from './reading.js';

export const TAGS_MAX = 50;
const TAG_KEY_LENGTH_MAX = 128;
const TAG_VALUE_LENGTH_MAX = 256;
/** IAM's own: letters, spaces and digits of any script, and these signs. */
const tagForm = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const TAG_WORDS = 'letters, digits, spaces or any of _.:/=+-@';

/** The tags of a user or role. Absent: none. Keys that differ in case only are the same key, as in IAM. */
export function readTags({ reader }: Reading, value: unknown, place: string): ReadonlyMap<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reader.refuse(place, 'must be an object of text');
    return new Map();
  }
  const tags = new Map<string, unknown>(Object.entries(value));
  const keys = new Set<string>();
  if (tags.size > TAGS_MAX) reader.refuse(place, `has ${String(tags.size)} tags; at most ${String(TAGS_MAX)} are taken`);
  for (const [key, text] of tags) {
    const at = join(place, key.slice(0, TAG_KEY_LENGTH_MAX));
    const fault = keyFault(key) ?? (keys.has(key.toLowerCase()) ? 'is given twice' : undefined) ?? valueFault(text);
    if (fault !== undefined) reader.refuse(at, fault);
    keys.add(key.toLowerCase());
  }
  return tags as ReadonlyMap<string, string>;
}

function keyFault(key: string): string | undefined {
  if (key.length === 0 || key.length > TAG_KEY_LENGTH_MAX) return `must have a key of 1 to ${String(TAG_KEY_LENGTH_MAX)} characters`;
  if (key.toLowerCase().startsWith('aws:')) return 'must have a key that does not begin with aws:';
  return tagForm.test(key) ? undefined : `must have a key of ${TAG_WORDS}`;
}

function valueFault(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > TAG_VALUE_LENGTH_MAX) return `must be text of at most ${String(TAG_VALUE_LENGTH_MAX)} characters`;
  return tagForm.test(text) ? undefined : `must be ${TAG_WORDS}`;
}
