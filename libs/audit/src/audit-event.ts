import type { Caller } from '@coffer/iam';

/** The service that an event happened at, as CloudTrail names it. */
export type AuditSource = 'kms.amazonaws.com' | 'sts.amazonaws.com' | 'iam.amazonaws.com' | 's3.amazonaws.com' | 'cloudtrail.amazonaws.com';

/** One thing that an event says of a request: a name, a list, a context (the pairs of a Map are the caller's), or members of its own. */
export type AuditValue = string | number | boolean | readonly string[] | ReadonlyMap<string, string> | AuditParameters | undefined;

/**
 * What an event says of a request or its outcome. Each service lists what it says by name, member by member: never a whole request, key bytes, plaintext,
 * ciphertext, signature, secret or token.
 */
export interface AuditParameters {
  readonly [name: string]: AuditValue;
}

/** Something that an event is about. */
export interface AuditResource {
  readonly arn: string;
  /** CloudTrail's name of the kind: `AWS::S3::Bucket`, `AWS::IAM::Role`. */
  readonly type: `AWS::${string}::${string}`;
  /** Whose it is, twelve digits; absent where the ARN says it or nobody may know. */
  readonly accountId?: string | undefined;
}

/** Whom an OIDC issuer vouched for: who calls AssumeRoleWithWebIdentity, which nobody signs. */
export interface WebIdentity {
  /** The issuer's URL without its scheme. */
  readonly provider: string;
  readonly audience: string;
  readonly subject: string;
}

/** One request to a service of ours, allowed or refused, before it is printed in CloudTrail's shape. */
export interface AuditEvent {
  readonly eventId: string;
  readonly time: Date;
  readonly source: AuditSource;
  readonly operation: string;
  /** `Management` unless it is said: CloudTrail calls only the uses of objects `Data`. */
  readonly category?: 'Management' | 'Data' | undefined;
  /** `AwsServiceEvent` is what a service did by itself. */
  readonly type?: 'AwsApiCall' | 'AwsServiceEvent' | undefined;
  readonly readOnly: boolean;
  readonly caller: Caller;
  /** Present: the identity that the event tells, instead of the caller's. */
  readonly webIdentity?: WebIdentity | undefined;
  readonly requestId: string;
  readonly parameters: AuditParameters;
  /** What a change made, in CloudTrail's `responseElements`; absent for calls that only read or use. */
  readonly made?: AuditParameters | undefined;
  /** What the service says beside request and answer, in CloudTrail's `additionalEventData`. */
  readonly additional?: AuditParameters | undefined;
  /** The KMS keys that were used, by ARN. */
  readonly keyArns: readonly string[];
  /** What else the event is about. */
  readonly resources?: readonly AuditResource[] | undefined;
  /** The material that sealed or opened, 64 hex digits; told in `additionalEventData`. */
  readonly keyMaterialId?: string | undefined;
  /** Whose record it is, twelve digits; absent: the caller's account, or the installation's where the caller has none. */
  readonly recipientAccountId?: string | undefined;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
}
