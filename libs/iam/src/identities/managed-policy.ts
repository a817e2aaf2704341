import type { Policy } from '../policy/policy.js';

/** A policy that stands by itself and that users, groups and roles attach: an account's own, or one of AWS's. */
export interface ManagedPolicy {
  readonly name: string;
  /** `arn:aws:iam::ACCOUNT:policy/NAME`, or `arn:aws:iam::aws:policy/NAME`. */
  readonly arn: string;
  /** Named by the ARN. */
  readonly policy: Policy;
}
