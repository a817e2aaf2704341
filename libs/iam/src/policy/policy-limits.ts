/** What a policy document may be at most, so that reading and deciding have a bound. */

/** Bytes of UTF-8 of any document. */
export const POLICY_LENGTH_MAX = 131_072;
export const STATEMENTS_MAX = 500;
/** Entries of one list: actions, resources, principals or values of a condition. */
export const LIST_ENTRIES_MAX = 1_000;
/** Keys of one Condition, over all of its operators. */
export const CONDITIONS_MAX = 100;
/** Characters of one action, resource, principal, key or value. */
export const ENTRY_LENGTH_MAX = 2_048;
/** Objects and lists inside of each other: a value of a condition stands in the seventh. */
export const NESTING_MAX = 8;
/** Mistakes that are told of one document; what is after them is not looked for. */
export const MISTAKES_MAX = 100;

/**
 * AWS's limits by what a document is for, for `lengthMax`: an inline policy of a user, group or role, a managed policy, a trust policy, a session policy,
 * a bucket's and a key's. IAM does not count white space, S3 and KMS do; ours are all counted as IAM's are where the kind is `identity` or `trust`.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policyLengths = {
  user: 2_048,
  group: 5_120,
  role: 10_240,
  managed: 6_144,
  trust: 2_048,
  session: 2_048,
  bucket: 20_480,
  key: 32_768,
} as const;
