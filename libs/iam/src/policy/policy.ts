/** A policy document that was parsed and found well-formed. */
export interface Policy {
  /** How decisions and messages name it: the policy's name or ARN, or what it hangs on (`key policy of arn:aws:kms:...`). */
  readonly name: string;
  /** The document as it was given. */
  readonly text: string;
}
