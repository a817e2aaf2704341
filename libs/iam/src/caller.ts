import type { SessionToken } from './session-token.js';

/**
 * Who may act: an account's root, one of its users, a role that somebody took on, a service of ours in its own name (for keys that no
 * account sees), or whoever did not sign.
 */
export interface Principal {
  readonly type: 'Root' | 'User' | 'AssumedRole' | 'Service' | 'Anonymous';
  /**
   * `arn:aws:iam::ACCOUNT:root`, `arn:aws:iam::ACCOUNT:user/NAME`, `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, a service's name
   * (`s3.amazonaws.com`), or `anonymous`.
   */
  readonly arn: string;
  /** Twelve digits; `anonymous` for whoever did not sign, so that no account is taken for it. */
  readonly accountId: string;
  /** What IAM calls the unique id: `AIDA...` of a user, `AROA...:SESSION` of a role's session, the account id for root. */
  readonly principalId: string;
  readonly userName?: string;
}

/** Who a session's credentials were given for: what CloudTrail calls the session issuer. */
export interface SessionIssuer {
  readonly type: 'Root' | 'User' | 'Role';
  /** `arn:aws:iam::ACCOUNT:role/NAME`, a user's or the root's ARN. */
  readonly arn: string;
  readonly accountId: string;
  readonly principalId: string;
  readonly userName: string;
}

/** What short-lived credentials say beyond who acts. All of it was sealed in the session token when STS gave them. */
export interface Session {
  readonly issuer: SessionIssuer;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** Session policies as JSON: whatever none of them allows is denied. Empty: the session may do what its issuer may. */
  readonly policies: readonly string[];
  /** Session tags; of a role's own tags those with the same key give way. */
  readonly tags: ReadonlyMap<string, string>;
  /** Keys of `tags` that go on to the sessions that this one takes on. */
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  /** For AssumeRoleWithWebIdentity: the issuer's URL without its scheme, and the `aud` and `sub` that it vouched for. */
  readonly webIdentity?: { readonly provider: string; readonly audience: string; readonly subject: string };
}

/** A principal in the act of one request: what policies are evaluated for and what the audit trail records. */
export interface Caller extends Principal {
  /** Empty for whoever did not sign and for services. */
  readonly accessKeyId: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Whether nobody between the caller and us could read along: TLS. */
  readonly secureTransport: boolean;
  /** The service that calls for the principal (`s3.us-east-1.amazonaws.com`); absent when the principal calls itself. */
  readonly viaService?: string;
  /** Of short-lived credentials. */
  readonly session?: Session;
  /** The token that proves `session`, to be shown to the next service. */
  readonly sessionToken?: SessionToken;
}
