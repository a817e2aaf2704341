import type { Policy } from '../policy/policy.js';
import type { ManagedPolicy } from './managed-policy.js';

/** Users who share policies. A group is no principal: nobody acts as one, and no policy names one. */
export interface Group {
  readonly name: string;
  /** `arn:aws:iam::ACCOUNT:group/NAME`. */
  readonly arn: string;
  readonly policies: readonly Policy[];
  readonly attachedPolicies: readonly ManagedPolicy[];
}
