import type { SessionIssuer, Principal } from '../caller.js';
import type { Policy } from '../policy/policy.js';
import type { Identity } from './identity.js';
import type { ManagedPolicy } from './managed-policy.js';
import type { OidcProvider } from './oidc-provider.js';
import type { ReadAccessKey } from './read-access-key.js';
import type { Reading } from './reading.js';

/** A name of something that may stand in another document, and where it is named. */
export type Named = readonly [name: string, place: string];

/** What was read of a user, group or role, before the policies that it names are known to be there. */
export interface HolderDraft {
  readonly reading: Reading;
  readonly name: string;
  readonly arn: string;
  readonly policies: readonly Policy[];
  readonly attached: readonly Named[];
}

export type GroupDraft = HolderDraft;

export interface UserDraft extends HolderDraft {
  readonly principal: Principal;
  readonly accessKeys: readonly ReadAccessKey[];
  readonly tags: ReadonlyMap<string, string>;
  readonly boundary: Named | undefined;
  readonly groups: readonly Named[];
}

export interface RoleDraft extends HolderDraft {
  readonly principal: SessionIssuer;
  readonly description: string;
  readonly trust: Policy;
  readonly tags: ReadonlyMap<string, string>;
  readonly boundary: Named | undefined;
  readonly maxSessionSeconds: number;
}

/** An account as it grows, document by document. */
export interface AccountDraft {
  readonly id: string;
  readonly rootKeys: Identity[];
  readonly users: UserDraft[];
  readonly groups: GroupDraft[];
  readonly roles: RoleDraft[];
  readonly policies: Map<string, ManagedPolicy>;
  readonly oidcProviders: Map<string, OidcProvider>;
}

export function emptyDraft(id: string): AccountDraft {
  return { id, rootKeys: [], users: [], groups: [], roles: [], policies: new Map(), oidcProviders: new Map() };
}
