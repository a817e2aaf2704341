import type { SessionIssuer } from '../caller.js';
import type { Policy } from '../policy/policy.js';
import type { ManagedPolicy } from './managed-policy.js';

/** A role of an account: what whoever it trusts may take on for a while. */
export interface Role {
  readonly name: string;
  /** As the role's sessions name it. */
  readonly principal: SessionIssuer;
  readonly description: string;
  /** Who may take it on. */
  readonly trust: Policy;
  /** Its own (inline) policies, named by their names. */
  readonly policies: readonly Policy[];
  readonly attachedPolicies: readonly ManagedPolicy[];
  readonly permissionsBoundary?: ManagedPolicy;
  readonly tags: ReadonlyMap<string, string>;
  /** How long a session may be asked for, in seconds. */
  readonly maxSessionSeconds: number;
}
