/** Which kind of policy a statement stands in, in the words of AWS's messages. */
export type PolicyKind = 'identity-based policy' | 'resource-based policy' | 'permissions boundary' | 'session policy';

/** The statement that decided. */
export interface DecidingStatement {
  readonly kind: PolicyKind;
  /** The policy's name or ARN, or what it hangs on: `bucket policy of notes`. */
  readonly policy: string;
  /** Its Sid; absent where the author gave none. */
  readonly sid?: string;
  /** Its place in the policy, from 0. */
  readonly index: number;
}

/**
 * Whether a request is allowed, and by what.
 *
 * An allow names the statement that allowed, the grant (`grant` is its id), or that the caller is the account's root. A refusal is explicit and names the
 * statement that denies, or implicit and names the kind of policy that should have allowed and did not.
 */
export type Decision =
  | { readonly allowed: true; readonly by: 'statement'; readonly statement: DecidingStatement }
  | { readonly allowed: true; readonly by: 'grant'; readonly grant: string }
  | { readonly allowed: true; readonly by: 'root' }
  | { readonly allowed: false; readonly by: 'statement'; readonly statement: DecidingStatement }
  | { readonly allowed: false; readonly by: 'absence'; readonly missing: PolicyKind };
