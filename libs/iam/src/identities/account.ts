import type { Group } from './group.js';
import type { Identity } from './identity.js';
import type { ManagedPolicy } from './managed-policy.js';
import type { OidcProvider } from './oidc-provider.js';
import type { Role } from './role.js';
import type { User } from './user.js';

/** What the documents say of one account, by name; providers by their URL without its scheme. */
export interface Account {
  /** Twelve digits. */
  readonly id: string;
  /** The access keys of its root that the documents name. */
  readonly rootKeys: readonly Identity[];
  readonly users: ReadonlyMap<string, User>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly policies: ReadonlyMap<string, ManagedPolicy>;
  readonly oidcProviders: ReadonlyMap<string, OidcProvider>;
}
