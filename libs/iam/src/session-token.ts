/** A session token as it travels. Whoever has it and the secret acts as its session, so it is printed nowhere. */
export class SessionToken {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The token itself. Greppable: only where it is checked or shown to the next service. */
  reveal(): string {
    return this.#text;
  }

  toJSON(): string {
    return '[secret]';
  }

  toString(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
