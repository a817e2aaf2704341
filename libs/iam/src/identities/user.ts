import type { Principal } from '../caller.js';
import type { Policy } from '../policy/policy.js';
import type { Group } from './group.js';
import type { Identity } from './identity.js';
import type { ManagedPolicy } from './managed-policy.js';

/** A user of an account, with everything that its policies and groups give it. */
export interface User {
  readonly name: string;
  readonly principal: Principal;
  /** All of them, also those that are inactive. */
  readonly accessKeys: readonly Identity[];
  readonly tags: ReadonlyMap<string, string>;
  readonly groups: readonly Group[];
  /** Its own (inline) policies, named by their names. */
  readonly policies: readonly Policy[];
  readonly attachedPolicies: readonly ManagedPolicy[];
  readonly permissionsBoundary?: ManagedPolicy;
}
