import type { Caller, Session, SessionIssuer } from '../caller.js';
import type { Standing } from '../evaluation/access-request.js';
import { parsePolicy } from '../policy/parse-policy.js';
import type { Policy } from '../policy/policy.js';
import { PolicyError } from '../policy/policy-error.js';
import type { Role } from './role.js';
import type { User } from './user.js';

/** Of a service, and of whoever did not sign: what no policy of a resource gives to it is refused. */
const NOTHING: Standing = { isRoot: false, identity: [], tags: new Map() };
/** Of a principal that is not here, though its credentials may live on: everything is refused. */
const GONE: Standing = { ...NOTHING, isGone: true };
const ROOT: Standing = { isRoot: true, identity: [], tags: new Map() };

/**
 * What callers stand on in one snapshot. A standing is made when it is first asked for and kept as long as the snapshot, or as long as the
 * session that it belongs to: sessions come without number, and are gone with who holds them.
 */
export class Standings {
  readonly #userOf: (arn: string) => User | undefined;
  readonly #roleOf: (arn: string) => Role | undefined;
  readonly #byArn = new Map<string, Standing>();
  readonly #bySession = new WeakMap<Session, Standing>();

  constructor(userOf: (arn: string) => User | undefined, roleOf: (arn: string) => Role | undefined) {
    this.#userOf = userOf;
    this.#roleOf = roleOf;
  }

  of(caller: Caller): Standing {
    const { session } = caller;
    if (session === undefined) return this.#withoutSession(caller);
    const kept = this.#bySession.get(session);
    if (kept !== undefined) return kept;
    const made = inSession(this.#ofIssuer(caller, session), session);
    this.#bySession.set(session, made);
    return made;
  }

  #withoutSession({ type, arn }: Caller): Standing {
    if (type === 'Root') return ROOT;
    if (type === 'User') return this.#ofUser(arn);
    return type === 'AssumedRole' ? GONE : NOTHING;
  }

  /** A role's session stands on the role; one of a user or the root, which keeps its principal, on that. */
  #ofIssuer(caller: Caller, { issuer }: Session): Standing {
    if (this.#isOther(issuer)) return GONE;
    if (caller.type === 'AssumedRole') return issuer.type === 'Role' ? this.#ofRole(issuer.arn) : GONE;
    return issuer.arn === caller.arn ? this.#withoutSession(caller) : GONE;
  }

  /** Whether the name is another's by now: an entity that was removed and made again has another unique id, and nothing of what the one before it gave. */
  #isOther({ type, arn, principalId }: SessionIssuer): boolean {
    const present = type === 'User' ? this.#userOf(arn) : type === 'Role' ? this.#roleOf(arn) : undefined;
    return present !== undefined && present.principal.principalId !== principalId;
  }

  #ofUser(arn: string): Standing {
    return this.#kept(arn, () => {
      const user = this.#userOf(arn);
      return user && standingOf([user, ...user.groups], user);
    });
  }

  #ofRole(arn: string): Standing {
    return this.#kept(arn, () => {
      const role = this.#roleOf(arn);
      return role && standingOf([role], role);
    });
  }

  /** Only of those who exist, so that names that callers make up fill nothing. */
  #kept(arn: string, make: () => Standing | undefined): Standing {
    const kept = this.#byArn.get(arn);
    if (kept !== undefined) return kept;
    const made = make();
    if (made === undefined) return GONE;
    this.#byArn.set(arn, made);
    return made;
  }
}

function standingOf(holders: readonly Pick<User, 'policies' | 'attachedPolicies'>[], principal: Pick<User, 'permissionsBoundary' | 'tags'>): Standing {
  const identity = holders.flatMap(({ policies, attachedPolicies }) => [...policies, ...attachedPolicies.map(({ policy }) => policy)]);
  const boundary = principal.permissionsBoundary?.policy;
  return { isRoot: false, identity, tags: principal.tags, ...(boundary === undefined ? {} : { boundary }) };
}

/** The issuer's standing, limited by the session's policies and with the session's tags in front. */
function inSession(issuer: Standing, { policies, tags }: Session): Standing {
  if (issuer === GONE) return GONE;
  return { ...issuer, tags: merged(issuer.tags, tags), ...(policies.length === 0 ? {} : { session: parsed(policies) }) };
}

/** Keys of tags are the same in every case, so that `Team` of a session hides `team` of its role. */
function merged(own: Standing['tags'], session: Standing['tags']): Standing['tags'] {
  const taken = new Set([...session.keys()].map((key) => key.toLowerCase()));
  return new Map([...[...own].filter(([key]) => !taken.has(key.toLowerCase())), ...session]);
}

/** STS took these as well-formed and sealed them; if one is not, none is kept, and no policy allows nothing. */
function parsed(policies: readonly string[]): readonly Policy[] {
  try {
    return policies.map((text) => parsePolicy(text, { name: 'session policy', kind: 'identity' }));
  } catch (error) {
    if (error instanceof PolicyError) return [];
    throw error;
  }
}
