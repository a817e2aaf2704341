/** Who may act: an account's root, or one of its users. */
export interface Principal {
  readonly type: 'Root' | 'User';
  /** `arn:aws:iam::ACCOUNT:root` or `arn:aws:iam::ACCOUNT:user/NAME`. */
  readonly arn: string;
  readonly accountId: string;
  /** What IAM calls the unique id; the account id for root. */
  readonly principalId: string;
  readonly userName?: string;
}

/** A principal in the act of one request: what policies are evaluated for and what the audit trail records. */
export interface Caller extends Principal {
  readonly accessKeyId: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** The service that calls for the principal (`s3.us-east-1.amazonaws.com`); absent when the principal calls itself. */
  readonly viaService?: string;
}
