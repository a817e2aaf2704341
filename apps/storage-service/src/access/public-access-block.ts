/** What keeps a bucket from the public whatever its policy says. */
export interface PublicAccessBlock {
  /** Kept and told; there are no ACLs here that could be public. */
  readonly blockPublicAcls: boolean;
  /** Kept and told, as above. */
  readonly ignorePublicAcls: boolean;
  /** Refuses a policy that is public. */
  readonly blockPublicPolicy: boolean;
  /** Keeps whoever is of another account from a bucket whose policy is public, whoever that policy names. */
  readonly restrictPublicBuckets: boolean;
}

/** What a new bucket has: nothing is public until its owner says so, as on AWS since April 2023. */
export const EVERYTHING_BLOCKED: PublicAccessBlock = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };
