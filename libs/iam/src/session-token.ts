/** What ids of sessions' access keys begin with, and no others: they come with a token. */
export const SESSION_KEY_PREFIX = 'ASIA';

/** Whether an access key id is of a session. */
export function isSessionKeyId(accessKeyId: string): boolean {
  return accessKeyId.startsWith(SESSION_KEY_PREFIX);
}

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
