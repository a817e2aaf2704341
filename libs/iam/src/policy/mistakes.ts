import { MISTAKES_MAX } from './policy-limits.js';
import type { PolicyMistake } from './policy-error.js';

/** The mistakes found so far in one document. */
export class Mistakes {
  readonly #found: PolicyMistake[] = [];

  get found(): readonly PolicyMistake[] {
    return this.#found;
  }

  /** Notes one; gives nothing, so that a reader can return it in place of a value. Past the limit nothing more is noted. */
  add(place: string, what: string): undefined {
    if (this.#found.length < MISTAKES_MAX) this.#found.push({ place, what });
    return undefined;
  }
}

const nameForm = /^[A-Za-z_]\w*$/;
const NAME_TOLD_MAX = 128;

/** The place of a member: `Condition.StringEquals`, or `StringEquals["s3:prefix"]` where the name would be hard to read bare. */
export function memberPlace(place: string, name: string): string {
  const told = name.slice(0, NAME_TOLD_MAX);
  if (!nameForm.test(told)) return `${place}[${JSON.stringify(told)}]`;
  return place === '' ? told : `${place}.${told}`;
}
