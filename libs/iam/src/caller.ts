/** Who may act: an account's root, one of its users, or a service of ours in its own name, for keys that no account sees. */
export interface Principal {
  readonly type: 'Root' | 'User' | 'Service';
  /** `arn:aws:iam::ACCOUNT:root`, `arn:aws:iam::ACCOUNT:user/NAME`, or a service's name: `s3.amazonaws.com`. */
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
