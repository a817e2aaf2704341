/**
 * How a statement of a resource's policy names a caller. It matters how, because what a policy of a resource gives to a user or a session by name stands by
 * itself, while what it gives to an account must still be given on by the account.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { Caller } from '../caller.js';
import type { Principals } from '../policy/statement.js';

/**
 * From the weakest on. `account`: only the caller's account is named. `role`: the role of the caller's session, or everyone, so that boundaries and
 * session policies still limit it. `itself`: a user, a session or a service by its own name, or everyone where a user asks.
 */
export type PrincipalMatch = 'none' | 'account' | 'role' | 'itself';

/** Who asks, for the matching: `federated` is the ARN of the provider that vouched for whoever has no credentials yet. */
export interface Asking {
  readonly caller: Caller;
  readonly federated?: string | undefined;
  /** Whether session policies limit the caller. */
  readonly isLimited: boolean;
}

/** How a statement that allows names whoever asks. */
export function allowMatch(principals: Principals, asking: Asking): PrincipalMatch {
  const { isNegated, everyone } = principals;
  // A federated caller is nobody's principal yet: only a statement that names its provider lets it in.
  if (asking.federated !== undefined) return !isNegated && principals.federated.has(asking.federated) ? 'itself' : 'none';
  const unnamed = asking.isLimited || asking.caller.type === 'AssumedRole' ? 'role' : 'itself';
  if (isNegated) return everyone || namedBy(principals, asking) !== 'none' ? 'none' : unnamed;
  const named = namedBy(principals, asking);
  return everyone && named !== 'itself' ? unnamed : named;
}

/** Whether a statement that denies is about whoever asks. */
export function denyMatches(principals: Principals, asking: Asking): boolean {
  const { isNegated, everyone } = principals;
  if (!isNegated) return everyone || namedBy(principals, asking) !== 'none';
  return !everyone && !isExempt(principals, asking);
}

/** The strongest way in which the caller is named, `*` aside. */
function namedBy({ accounts, arns, services, federated }: Principals, asking: Asking): PrincipalMatch {
  const { caller, isLimited } = asking;
  if (asking.federated !== undefined && federated.has(asking.federated)) return 'itself';
  if (caller.type === 'Anonymous') return 'none';
  if (caller.type === 'Service') return services.has(caller.arn) ? 'itself' : 'none';
  if (arns.has(caller.arn)) return isLimited && caller.type !== 'AssumedRole' ? 'role' : 'itself';
  if (caller.type === 'AssumedRole' && arns.has(issuerArn(caller))) return 'role';
  return accounts.has(caller.accountId) ? 'account' : 'none';
}

/**
 * Whether a NotPrincipal leaves the caller out of a Deny: only when all names are listed that the caller goes by, as AWS asks, so that a forgotten name
 * denies too much rather than too little.
 */
function isExempt({ accounts, arns, services, federated }: Principals, asking: Asking): boolean {
  const { caller } = asking;
  if (asking.federated !== undefined) return federated.has(asking.federated);
  if (caller.type === 'Anonymous') return false;
  if (caller.type === 'Service') return services.has(caller.arn);
  if (!accounts.has(caller.accountId)) return false;
  if (caller.type === 'Root') return true;
  return arns.has(caller.arn) && (caller.type !== 'AssumedRole' || arns.has(issuerArn(caller)));
}

function issuerArn({ session }: Caller): string {
  return session?.issuer.arn ?? '';
}
