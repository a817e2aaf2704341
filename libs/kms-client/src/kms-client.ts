import type { EncryptionContext } from '@coffer/context';
import type { Secret } from '@coffer/crypto';
import type { AccessKey, Caller, Principal, Session, SessionToken } from '@coffer/iam';

/** A data key in the clear and what reopens it. The caller disposes of the plaintext. */
export interface DataKey {
  /** The full ARN of the KMS key that sealed it. */
  readonly keyArn: string;
  readonly plaintext: Secret;
  readonly blob: Buffer;
}

/** Whom a session token proves, and the access key that signs for the session. */
export interface OpenedSession {
  readonly accessKey: AccessKey;
  readonly principal: Principal;
  readonly session: Session;
}

/** The identities that the key service keeps for its API: a document in the schema of the identities file. */
export interface KeptIdentities {
  readonly revision: string;
  /** Absent: what was known already holds. */
  readonly document?: unknown;
}

/** One group of audit events, as its writer wrote it. */
export interface AuditGroupToImport {
  readonly sequence: number;
  readonly hash: Buffer;
  readonly written: Date;
  readonly lines: readonly string[];
}

/** The service itself, for keys that it owns and no account sees; or the end user that it serves. */
export type OnBehalfOf = Caller | 'service';

/**
 * The KMS as storage-service needs it. Concurrent calls of one turn of the event loop travel as one batch. Every call ends within the
 * deadline; KmsClientError tells how.
 */
export interface KmsClient {
  /** `keyId`: key id, key ARN, alias, alias ARN. 32 bytes. */
  generateDataKey(who: OnBehalfOf, keyId: string, context: EncryptionContext, requestId?: string): Promise<DataKey>;
  /** Opens a blob under the same context. The key is named by the blob. `requestId`, here and above: what the audit event will name. */
  decrypt(who: OnBehalfOf, blob: Buffer, context: EncryptionContext, requestId?: string): Promise<{ readonly keyArn: string; readonly plaintext: Secret }>;
  /**
   * Has `listener` told that policies, grants, a key's state or the identities have changed at the KMS, about a second after the change at most:
   * what was allowed before may not be allowed now. Also told when it is first heard of, and after a restart of the KMS.
   */
  onAccessChanged(listener: () => void): void;
  /** Whom a token proves. Refused: UnrecognizedClientException, ExpiredTokenException; Unavailable. */
  openSession(token: SessionToken, accessKeyId: string): Promise<OpenedSession>;
  /** The identities that the KMS keeps, unless they are those of `knownRevision`. */
  identities(knownRevision: string): Promise<KeptIdentities>;
  /** Calls `listener` with the revision whenever the KMS says another one of the identities that it keeps; the first that it says, too. */
  onIdentitiesChanged(listener: (revision: string) => void): void;
  /**
   * Gives the audit log of the KMS groups of `writer`, at most 100, in order; none: only asks. The last group of the writer that it has, durably. Refused:
   * ValidationException for groups that do not follow; Unavailable.
   */
  importAuditGroups(writer: string, groups: readonly AuditGroupToImport[]): Promise<number>;
  /** Whether the KMS answered lately: readiness, not a promise. */
  available(): boolean;
  close(): Promise<void>;
}

/** AWS KMS's own names, and `Unavailable` when no answer came: wait `retryAfterSeconds` and try again. */
export type KmsClientErrorCode =
  | 'NotFoundException'
  | 'DisabledException'
  | 'KMSInvalidStateException'
  | 'InvalidCiphertextException'
  | 'IncorrectKeyException'
  | 'InvalidKeyUsageException'
  | 'ValidationException'
  | 'AccessDeniedException'
  | 'KMSInternalException'
  | 'UnrecognizedClientException'
  | 'ExpiredTokenException'
  | 'Unavailable';

export class KmsClientError extends Error {
  override readonly name = 'KmsClientError';

  constructor(
    readonly code: KmsClientErrorCode,
    message: string,
    options?: { readonly cause?: unknown; readonly retryAfterSeconds?: number },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }

  readonly retryAfterSeconds: number | undefined;
}
