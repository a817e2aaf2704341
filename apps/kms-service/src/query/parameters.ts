import { invalidMember, QueryError } from './query-error.js';

/** Parameters of one request: fifty tags of two each, ten policies and what else there is. */
export const PARAMETERS_MAX = 500;

/** Members of one list. What a list may hold is less, and checked where it is read. */
export const LIST_MEMBERS_MAX = 100;

const INTEGER = /^-?\d{1,15}$/;

/** How long a text may be, and its form. */
export interface TextRule {
  readonly min?: number;
  readonly max: number;
  /** Of the whole text. */
  readonly pattern?: RegExp;
}

/**
 * The parameters of one request of the Query protocol, by AWS's names. A list is `Tags.member.1.Key`, counted from 1 without a gap. Readers check what is
 * read and throw ValidationError in AWS's words; what is never read is ignored, as AWS does.
 */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>;
  readonly #prefix: string;

  constructor(values: ReadonlyMap<string, string>, prefix = '') {
    this.#values = values;
    this.#prefix = prefix;
  }

  /** Parses a form. Throws MalformedQueryString for one that says the same thing twice, or that says too much. */
  static parse(form: string): Parameters {
    const values = new Map<string, string>();
    for (const [name, value] of new URLSearchParams(form)) {
      if (values.has(name)) throw new QueryError('MalformedQueryString', 'A parameter is given twice.');
      if (values.size === PARAMETERS_MAX) throw new QueryError('MalformedQueryString', `A request has at most ${String(PARAMETERS_MAX)} parameters.`);
      values.set(name, value);
    }
    return new Parameters(values);
  }

  /** A text as it is; absent is undefined, and so is an empty one. */
  raw(name: string): string | undefined {
    const value = this.#values.get(this.#prefix + name);
    return value === '' ? undefined : value;
  }

  has(name: string): boolean {
    return this.#values.has(this.#prefix + name);
  }

  optional(name: string, { min = 1, max, pattern }: TextRule): string | undefined {
    const value = this.#values.get(this.#prefix + name);
    if (value === undefined) return undefined;
    const member = this.#member(name);
    if (value.length < min) throw invalidMember(member, `Member must have length greater than or equal to ${String(min)}`);
    if (value.length > max) throw invalidMember(member, `Member must have length less than or equal to ${String(max)}`);
    if (pattern?.test(value) === false) throw invalidMember(member, `Member must satisfy regular expression pattern: ${pattern.source.replace(/^\^|\$$/g, '')}`);
    return value;
  }

  required(name: string, rule: TextRule): string {
    const value = this.optional(name, rule);
    if (value === undefined) throw invalidMember(this.#member(name), 'Member must not be null');
    return value;
  }

  integer(name: string, min: number, max: number): number | undefined {
    const text = this.raw(name);
    if (text === undefined) return undefined;
    const member = this.#member(name);
    const value = INTEGER.test(text) ? Number(text) : NaN;
    if (Number.isNaN(value)) throw new QueryError('ValidationError', `${member} must be a whole number.`);
    if (value < min) throw invalidMember(member, `Member must have value greater than or equal to ${String(min)}`);
    if (value > max) throw invalidMember(member, `Member must have value less than or equal to ${String(max)}`);
    return value;
  }

  /** The members of a list, each with its own parameters; of a list of texts each has one without a name. */
  list(name: string, most: number): readonly Parameters[] {
    const members: Parameters[] = [];
    for (let index = 1; index <= LIST_MEMBERS_MAX; index += 1) {
      const prefix = `${this.#prefix}${name}.member.${String(index)}`;
      const isThere = this.#values.has(prefix) || [...this.#values.keys()].some((key) => key.startsWith(`${prefix}.`));
      if (!isThere) break;
      members.push(new Parameters(this.#values, this.#values.has(prefix) ? prefix : `${prefix}.`));
    }
    if (members.length > most) throw invalidMember(this.#member(name), `Member must have length less than or equal to ${String(most)}`);
    return members;
  }

  /** A list of texts. */
  texts(name: string, most: number, rule: TextRule): readonly string[] {
    return this.list(name, most).map((member) => member.required('', rule));
  }

  /** `RoleArn` is told as `roleArn`, as AWS tells it. */
  #member(name: string): string {
    const path = (this.#prefix + name).replace(/\.$/, '');
    return path.charAt(0).toLowerCase() + path.slice(1);
  }
}
