/**
 * An access key: the id, which travels in every request, and the secret, which signs and is never shown. JSON, string conversion and
 * `util.inspect` print the id and nothing of the secret.
 */
export class AccessKey {
  readonly id: string;
  readonly #secret: string;

  constructor(id: string, secret: string) {
    this.id = id;
    this.#secret = secret;
  }

  /** The secret itself. Greppable: only where a signature is checked or made. */
  reveal(): string {
    return this.#secret;
  }

  toJSON(): { readonly id: string; readonly secret: string } {
    return { id: this.id, secret: '[secret]' };
  }

  toString(): string {
    return `access key ${this.id}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
