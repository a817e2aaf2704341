/** Reads values of a document that anyone may have written, and notes each mistake with its place instead of stopping at the first. */
export class DocumentReader {
  readonly #mistakes: string[] = [];

  get mistakes(): readonly string[] {
    return this.#mistakes;
  }

  refuse(place: string, what: string): undefined {
    this.#mistakes.push(place === '' ? what : `${place}: ${what}`);
    return undefined;
  }

  /** The members of an object by name. Those outside of `known` are refused. */
  members(value: unknown, place: string, known: readonly string[]): ReadonlyMap<string, unknown> | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return this.refuse(place, 'must be an object');
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) this.refuse(join(place, name), 'is not a known member');
    }
    return new Map(Object.entries(value));
  }

  /** A list of at most `most`, each item with its place. Absent is empty. */
  list(value: unknown, place: string, most: number): readonly (readonly [item: unknown, place: string])[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.refuse(place, 'must be a list');
      return [];
    }
    if (value.length > most) {
      this.refuse(place, `has ${String(value.length)} entries; at most ${String(most)} are taken`);
      return [];
    }
    return value.map((item: unknown, index) => [item, `${place}[${String(index)}]`] as const);
  }

  /** A list of texts of one form, each with its place. */
  texts(value: unknown, place: string, most: number, form: RegExp, what: string): readonly (readonly [text: string, place: string])[] {
    return this.list(value, place, most).flatMap(([item, at]) => {
      const text = this.text(item, at, form, what);
      return text === undefined ? [] : [[text, at] as const];
    });
  }

  /** Text of one form. A value that does not fit is not repeated in the mistake: it may be a secret in the wrong place. */
  text(value: unknown, place: string, form: RegExp, what: string): string | undefined {
    if (value === undefined) return this.refuse(place, 'is needed and not given');
    if (typeof value !== 'string') return this.refuse(place, `must be text${typeof value === 'number' ? ' (put it in quotes)' : ''}`);
    return form.test(value) ? value : this.refuse(place, `must be ${what}`);
  }

  /** Text that may be absent. */
  optionalText(value: unknown, place: string, form: RegExp, what: string): string | undefined {
    return value === undefined ? undefined : this.text(value, place, form, what);
  }
}

export function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}
