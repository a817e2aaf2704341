import type { Caller } from '../caller.js';
import type { Standing } from '../evaluation/access-request.js';
import type { Account } from './account.js';
import type { Identity } from './identity.js';
import type { OidcProvider } from './oidc-provider.js';
import type { Role } from './role.js';
import { Standings } from './standings.js';
import type { User } from './user.js';

/** What a snapshot is made of. */
export interface IdentitiesParts {
  readonly accounts: ReadonlyMap<string, Account>;
  /** A root whose credentials come from elsewhere than documents. */
  readonly root?: Identity | undefined;
  /** What gave way to other documents, a line each. */
  readonly leftOut?: readonly string[];
  /** Names in documents that stand by themselves: ARNs in lower case. */
  readonly declared?: ReadonlySet<string>;
}

/**
 * Everyone who may act, at one moment. It never changes: what was read anew is another one, so that whoever works longer than a request
 * holds `() => Identities`.
 */
export class Identities {
  readonly accounts: ReadonlyMap<string, Account>;
  /** What gave way to other documents and is not here, a line each. */
  readonly leftOut: readonly string[];
  readonly #byAccessKeyId: ReadonlyMap<string, Identity>;
  readonly #users: ReadonlyMap<string, User>;
  readonly #roles: ReadonlyMap<string, Role>;
  readonly #standings: Standings;
  readonly #declared: ReadonlySet<string>;

  constructor({ accounts, root, leftOut = [], declared = new Set() }: IdentitiesParts) {
    const all = [...accounts.values()];
    const users = all.flatMap((account) => [...account.users.values()]);
    const identities = [...(root === undefined ? [] : [root]), ...all.flatMap(({ rootKeys }) => rootKeys), ...users.flatMap(({ accessKeys }) => accessKeys)];
    this.accounts = accounts;
    this.leftOut = leftOut;
    this.#declared = declared;
    this.#byAccessKeyId = new Map(identities.map((identity) => [identity.accessKey.id, identity]));
    if (this.#byAccessKeyId.size !== identities.length) throw new Error('two identities have the same access key id');
    this.#users = new Map(users.map((user) => [user.principal.arn, user]));
    this.#roles = new Map(all.flatMap(({ roles }) => [...roles.values()].map((role) => [role.principal.arn, role] as const)));
    this.#standings = new Standings((arn) => this.#users.get(arn), (arn) => this.#roles.get(arn));
  }

  /** The owner of an access key id that may sign, or nothing. */
  find(accessKeyId: string): Identity | undefined {
    const found = this.#byAccessKeyId.get(accessKeyId);
    return found?.active === true ? found : undefined;
  }

  /** The owner of an access key id, be it active or not. */
  accessKeyOf(accessKeyId: string): Identity | undefined {
    return this.#byAccessKeyId.get(accessKeyId);
  }

  /**
   * The policies that hang on a caller. Whoever is unknown here may do nothing: a user or role that is gone, though its session lives on. The same
   * object for the same principal or session, so that what is made of it can be kept with it.
   */
  standingOf(caller: Caller): Standing {
    return this.#standings.of(caller);
  }

  account(id: string): Account | undefined {
    return this.accounts.get(id);
  }

  /** By `arn:aws:iam::ACCOUNT:user/NAME`. */
  user(arn: string): User | undefined {
    return this.#users.get(arn);
  }

  /** By `arn:aws:iam::ACCOUNT:role/NAME`. */
  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  /** Whether a user, group, role or policy of that ARN, in whatever case, is in a document that gives way to none: then what others say of it does not count. */
  isDeclared(arn: string): boolean {
    return this.#declared.has(arn.toLowerCase());
  }

  /** The provider of an issuer that an account takes, by the issuer's URL without its scheme. */
  provider(issuer: string, accountId: string): OidcProvider | undefined {
    return this.accounts.get(accountId)?.oidcProviders.get(issuer);
  }

  /** How many access keys there are, inactive ones among them. */
  get size(): number {
    return this.#byAccessKeyId.size;
  }

  get userCount(): number {
    return this.#users.size;
  }

  get roleCount(): number {
    return this.#roles.size;
  }

  /** Whether there is anybody with an access key, be it inactive, or an issuer of web identities. Where there is not, most likely the wrong file was read. */
  get hasAnybody(): boolean {
    return this.size > 0 || [...this.accounts.values()].some(({ oidcProviders }) => oidcProviders.size > 0);
  }

  [Symbol.iterator](): Iterator<Identity> {
    return this.#byAccessKeyId.values();
  }
}
