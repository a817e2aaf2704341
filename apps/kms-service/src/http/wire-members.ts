import { Secret } from '@coffer/crypto';
import { KmsError } from '../errors/kms-error.js';

/**
 * The members of one JSON request, by AWS's names. Each reader returns the member as a type, or undefined if it is absent or null, and
 * throws SerializationException if it is of another type. What is never read is ignored, as AWS does. Nothing that was sent is quoted.
 */
export class WireMembers {
  readonly #members: ReadonlyMap<string, unknown>;

  private constructor(members: ReadonlyMap<string, unknown>) {
    this.#members = members;
  }

  /** The members of a body; an empty body has none. */
  static parse(body: Buffer): WireMembers {
    if (body.length === 0) return new WireMembers(new Map());
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    } catch {
      throw new KmsError('SerializationException', 'The body is not JSON in UTF-8.');
    }
    return WireMembers.of('The body', value);
  }

  private static of(what: string, value: unknown): WireMembers {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new KmsError('SerializationException', `${what} is not an object.`);
    return new WireMembers(new Map(Object.entries(value)));
  }

  text(name: string): string | undefined {
    return this.#typed(name, 'a string', (value) => typeof value === 'string');
  }

  flag(name: string): boolean | undefined {
    return this.#typed(name, 'true or false', (value) => typeof value === 'boolean');
  }

  integer(name: string): number | undefined {
    return this.#typed(name, 'a whole number', (value): value is number => Number.isSafeInteger(value));
  }

  /** Strict base64: of two texts for the same bytes one is refused. */
  blob(name: string): Buffer | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const bytes = Buffer.from(text, 'base64');
    if (bytes.toString('base64') !== text) throw new KmsError('SerializationException', `${name} is not base64.`);
    return bytes;
  }

  secret(name: string): Secret | undefined {
    const bytes = this.blob(name);
    if (bytes === undefined) return undefined;
    try {
      return Secret.copyOf(bytes);
    } catch {
      throw new KmsError('ValidationException', `${name} is too long.`);
    } finally {
      bytes.fill(0);
    }
  }

  texts(name: string): readonly string[] | undefined {
    return this.#typed(name, 'a list of strings', (value): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string'));
  }

  objects(name: string): readonly WireMembers[] | undefined {
    const items = this.#typed(name, 'a list of objects', (value): value is unknown[] => Array.isArray(value));
    return items?.map((item) => WireMembers.of(`A member of ${name}`, item));
  }

  object(name: string): WireMembers | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : WireMembers.of(name, value);
  }

  /** Throws for members whose being ignored would make more of a request than was meant. */
  assertOnly(what: string, names: readonly string[]): void {
    for (const name of this.#members.keys()) {
      if (!names.includes(name)) throw new KmsError('ValidationException', `${what} has a member that is not supported.`);
    }
  }

  /** A member whose shape others read. */
  raw(name: string): unknown {
    return this.#members.get(name) ?? undefined;
  }

  #typed<T>(name: string, what: string, isTyped: (value: unknown) => value is T): T | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (!isTyped(value)) throw new KmsError('SerializationException', `${name} is not ${what}.`);
    return value;
  }
}
