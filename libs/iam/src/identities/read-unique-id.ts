import type { Reading } from './reading.js';

const forms = { AIDA: /^AIDA[A-Z2-7]{17}$/, AROA: /^AROA[A-Z2-7]{17}$/ } as const;

/**
 * The members that a user or role may have. Only documents that give way, which an API writes, may name a unique id, drawn when the entity was made: one that a
 * person copies with the rest would give the copy what was given to the other.
 */
export function membersWithId({ source }: Reading, members: readonly string[]): readonly string[] {
  return source.yields === true ? [...members, 'id'] : members;
}

/** The `id` of a user or role; undefined: it has none, and its unique id is made from its ARN. */
export function readUniqueId({ reader, source }: Reading, members: ReadonlyMap<string, unknown>, place: string, prefix: keyof typeof forms): string | undefined {
  if (source.yields !== true) return undefined;
  return reader.optionalText(members.get('id'), `${place}.id`, forms[prefix], `${prefix} and 17 letters or digits of base32`);
}
