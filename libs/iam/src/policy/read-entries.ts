import type { Mistakes } from './mistakes.js';
import { ENTRY_LENGTH_MAX, LIST_ENTRIES_MAX } from './policy-limits.js';

/** One text of an element and where it stands. */
export interface Entry {
  readonly text: string;
  readonly place: string;
}

/** The texts of an element that is one text or a list of them. What is refused is noted and left out. */
export function readEntries(value: unknown, place: string, mistakes: Mistakes): readonly Entry[] {
  return readListOf(value, place, mistakes, 'text', (item) => (typeof item === 'string' ? item : undefined));
}

/** The values of a condition: numbers and flags stand for their texts. */
export function readValues(value: unknown, place: string, mistakes: Mistakes): readonly Entry[] {
  return readListOf(value, place, mistakes, 'text', (item) => {
    if (typeof item === 'boolean' || typeof item === 'number') return String(item);
    return typeof item === 'string' ? item : undefined;
  });
}

function readListOf(value: unknown, place: string, mistakes: Mistakes, what: string, read: (item: unknown) => string | undefined): readonly Entry[] {
  const isList = Array.isArray(value);
  const items: readonly unknown[] = isList ? value : [value];
  if (items.length === 0) mistakes.add(place, 'must not be empty');
  if (items.length > LIST_ENTRIES_MAX) {
    mistakes.add(place, `has ${items.length} entries; at most ${LIST_ENTRIES_MAX} are taken`);
    return [];
  }
  return items.flatMap((item, index) => {
    const at = isList ? `${place}[${index}]` : place;
    const text = read(item);
    if (text === undefined) mistakes.add(at, isList ? `must be ${what}` : `must be ${what} or a list of ${what}`);
    else if (!text.isWellFormed()) mistakes.add(at, 'has characters that are not Unicode text');
    else if (text.length > ENTRY_LENGTH_MAX) mistakes.add(at, `is longer than ${ENTRY_LENGTH_MAX} characters`);
    else return [{ text, place: at }];
    return [];
  });
}

/** The members of an object by name; undefined, and noted, for what is none. */
export function readMembers(value: unknown, place: string, mistakes: Mistakes): ReadonlyMap<string, unknown> | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  return mistakes.add(place, 'must be an object');
}
