import { coversAction, type Statement } from './statement.js';

/** The statements of one policy that are about one action. */
export interface ActionStatements {
  readonly denies: readonly Statement[];
  readonly allows: readonly Statement[];
}

/** What a document says, taken apart. */
export interface PolicyParts {
  readonly name: string;
  readonly text: string;
  readonly version: PolicyVersion;
  readonly id?: string;
  readonly statements: readonly Statement[];
}

export type PolicyVersion = '2012-10-17' | '2008-10-17';

/** Actions whose statements one policy remembers. Services have a few hundred, of which one caller asks a few. */
export const ACTIONS_REMEMBERED_MAX = 64;

/**
 * A policy document that was parsed and found well-formed. Immutable but for what it remembers: which of its statements are about an action,
 * since the same few actions are asked again and again.
 */
export class Policy {
  /** How decisions and messages name it: the policy's name or ARN, or what it hangs on (`key policy of arn:aws:kms:...`). */
  readonly name: string;
  /** The document as it was given. */
  readonly text: string;
  readonly version: PolicyVersion;
  readonly id?: string;
  readonly statements: readonly Statement[];
  readonly #byAction = new Map<string, ActionStatements>();

  constructor(parts: PolicyParts) {
    this.name = parts.name;
    this.text = parts.text;
    this.version = parts.version;
    if (parts.id !== undefined) this.id = parts.id;
    this.statements = parts.statements;
  }

  /** The statements about an action, in the policy's order. Actions have no case. */
  about(action: string): ActionStatements {
    const known = this.#byAction.get(action);
    if (known !== undefined) return known;
    const lower = action.toLowerCase();
    const covering = this.statements.filter((statement) => coversAction(statement, lower));
    const found = { denies: covering.filter(({ effect }) => effect === 'Deny'), allows: covering.filter(({ effect }) => effect === 'Allow') };
    if (this.#byAction.size === ACTIONS_REMEMBERED_MAX) this.#byAction.clear();
    this.#byAction.set(action, found);
    return found;
  }
}
