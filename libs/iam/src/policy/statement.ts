import type { Condition } from '../conditions/condition.js';
import type { ConditionContext } from '../evaluation/condition-context.js';
import type { Pattern } from '../patterns/pattern.js';

/** Whom a statement is about: a Principal, or with `isNegated` a NotPrincipal. */
export interface Principals {
  readonly isNegated: boolean;
  /** `*` or `{"AWS": "*"}`: whoever asks, signed or not. */
  readonly everyone: boolean;
  /** Twelve digits each: an account's id, or its root's ARN. */
  readonly accounts: ReadonlySet<string>;
  /** ARNs of users, roles and sessions. */
  readonly arns: ReadonlySet<string>;
  /** `s3.amazonaws.com`. */
  readonly services: ReadonlySet<string>;
  /** ARNs of OIDC and SAML providers. */
  readonly federated: ReadonlySet<string>;
}

/** Actions or resources; with `isNegated` all others than these. */
export interface PatternSet {
  readonly isNegated: boolean;
  readonly patterns: readonly Pattern[];
}

/** One statement, ready to be asked. */
export interface Statement {
  /** Its place in the policy, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** Absent in policies of identities. */
  readonly principals?: Principals;
  readonly actions: PatternSet;
  /** Absent in trust policies, which are about the role they hang on. */
  readonly resources?: PatternSet;
  readonly conditions: readonly Condition[];
}

const noContext: ConditionContext = () => undefined;

/** Whether a statement is about an action, given in lower case. */
export function coversAction({ actions }: Statement, action: string): boolean {
  return actions.patterns.some(({ matches }) => matches(action, noContext) === true) !== actions.isNegated;
}

/** Whether a statement is about a resource of a request and all of its conditions hold. Whom it is about is not looked at. */
export function appliesTo({ effect, resources, conditions }: Statement, resource: string, context: ConditionContext): boolean {
  if (resources !== undefined && !coversResource(resources, effect, resource, context)) return false;
  for (const condition of conditions) if (!condition.holds(context)) return false;
  return true;
}

/** A variable without a value names no resource. Where all others than the named are meant, a Deny then holds and an Allow does not. */
function coversResource({ isNegated, patterns }: PatternSet, effect: Statement['effect'], resource: string, context: ConditionContext): boolean {
  let isUnknown = false;
  for (const { matches } of patterns) {
    const result = matches(resource, context);
    if (result === true) return !isNegated;
    if (result === undefined) isUnknown = true;
  }
  return isNegated && (!isUnknown || effect === 'Deny');
}
