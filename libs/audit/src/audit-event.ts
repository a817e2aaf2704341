import type { Caller } from '@coffer/iam';

/** What an event says of a request or its outcome: names, lists, contexts. Never key bytes, plaintext or ciphertext. */
export type AuditParameters = Readonly<Record<string, string | number | boolean | readonly string[] | ReadonlyMap<string, string> | undefined>>;

/** One use or change of a key, allowed or refused, before it is printed in CloudTrail's shape. */
export interface AuditEvent {
  readonly eventId: string;
  readonly time: Date;
  readonly operation: string;
  readonly readOnly: boolean;
  readonly caller: Caller;
  readonly requestId: string;
  readonly parameters: AuditParameters;
  /** What a change made, in CloudTrail's `responseElements`; absent for calls that only read or use. */
  readonly made?: AuditParameters | undefined;
  /** The keys that were used, by ARN. */
  readonly keyArns: readonly string[];
  /** The material that sealed or opened, 64 hex digits. */
  readonly keyMaterialId?: string | undefined;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
}
