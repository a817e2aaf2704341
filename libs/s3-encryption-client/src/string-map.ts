import { S3EncryptionError } from './errors.js';

/** Names and texts that callers choose: an encryption context, a materials description, the metadata of an object. */
export type StringMap = ReadonlyMap<string, string>;

/** More text than S3 keeps beside an object (2 KB of metadata) and more than a KMS takes as a context (8 KiB). */
export const STRING_MAP_SIZE_MAX = 16_384;

/** A map of the plain object in which callers give one. Refuses with `InvalidArgument` what is not text on both sides. */
export function stringMapOf(given: Readonly<Record<string, string>> | undefined, what: string): StringMap {
  const map = new Map<string, string>();
  for (const [name, value] of Object.entries(given ?? {}) as [string, unknown][]) {
    if (typeof value !== 'string' || !isWellFormed(name) || !isWellFormed(value)) {
      throw new S3EncryptionError('InvalidArgument', `The ${what} holds a value that is no well-formed text.`);
    }
    map.set(name, value);
  }
  return map;
}

export function sameStringMap(one: StringMap, other: StringMap): boolean {
  return one.size === other.size && [...one].every(([name, value]) => other.get(name) === value);
}

/**
 * JSON in ASCII only: what is beyond is written as escapes. A header carries it as it is, so that no store and no reader has to guess an
 * encoding; every JSON reader gives back the same text.
 */
export function toJson(map: StringMap): string {
  return JSON.stringify(Object.fromEntries(map)).replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The map of a JSON object of texts, or undefined if it is anything else or too long. */
export function fromJson(text: string): StringMap | undefined {
  if (text.length > STRING_MAP_SIZE_MAX) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const entries = Object.entries(parsed);
  return entries.every((entry): entry is [string, string] => typeof entry[1] === 'string') ? new Map(entries) : undefined;
}

/** A lone surrogate has no UTF-8, and encoders silently replace it. `isWellFormed` of strings is younger than some browsers. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
