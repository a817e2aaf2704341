/** Every way in which a request can fail, by S3's own names. The door turns each into a status and a default message. */
export type StorageErrorCode =
  | 'AccessControlListNotSupported'
  | 'AccessDenied'
  | 'AuthorizationHeaderMalformed'
  | 'AuthorizationQueryParametersError'
  | 'BadDigest'
  | 'BadRequest'
  | 'BucketAlreadyExists'
  | 'BucketAlreadyOwnedByYou'
  | 'BucketNotEmpty'
  | 'EntityTooLarge'
  | 'EntityTooSmall'
  | 'ExpiredToken'
  | 'IllegalLocationConstraintException'
  | 'IllegalVersioningConfigurationException'
  | 'IncompleteBody'
  | 'InternalError'
  | 'InvalidAccessKeyId'
  | 'InvalidArgument'
  | 'InvalidBucketName'
  | 'InvalidDigest'
  | 'InvalidEncryptionAlgorithmError'
  | 'InvalidPart'
  | 'InvalidPartNumber'
  | 'InvalidPartOrder'
  | 'InvalidRange'
  | 'InvalidRequest'
  | 'InvalidStorageClass'
  | 'InvalidTag'
  | 'InvalidToken'
  | 'InvalidURI'
  | 'KMS.DisabledException'
  | 'KMS.InvalidKeyUsageException'
  | 'KMS.KMSInvalidStateException'
  | 'KMS.NotFoundException'
  | 'KeyTooLongError'
  | 'MalformedPolicy'
  | 'MalformedTrailerError'
  | 'MalformedXML'
  | 'MaxMessageLengthExceeded'
  | 'MetadataTooLarge'
  | 'MethodNotAllowed'
  | 'MissingContentLength'
  | 'NoSuchBucket'
  | 'NoSuchBucketPolicy'
  | 'NoSuchCORSConfiguration'
  | 'NoSuchKey'
  | 'NoSuchLifecycleConfiguration'
  | 'NoSuchPublicAccessBlockConfiguration'
  | 'NoSuchTagSet'
  | 'NoSuchUpload'
  | 'NoSuchVersion'
  | 'NoSuchWebsiteConfiguration'
  | 'NotImplemented'
  | 'NotModified'
  | 'ObjectLockConfigurationNotFoundError'
  | 'PolicyTooLarge'
  | 'PreconditionFailed'
  | 'ReplicationConfigurationNotFoundError'
  | 'RequestHeaderSectionTooLarge'
  | 'RequestTimeTooSkewed'
  | 'RequestTimeout'
  | 'ServiceUnavailable'
  | 'SignatureDoesNotMatch'
  | 'SlowDown'
  | 'UserKeyMustBeSpecified'
  | 'XAmzContentSHA256Mismatch';

/** The delete marker that a request met instead of an object. */
export interface DeleteMarker {
  readonly versionId: string;
  readonly modified: Date;
}

export interface StorageErrorOptions {
  readonly cause?: unknown;
  /** Further elements of the error document: `ArgumentName`, `ArgumentValue`, `BucketName`, `Resource`, ... */
  readonly details?: Readonly<Record<string, string>>;
  readonly deleteMarker?: DeleteMarker;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
}

/** Callers branch on `code`. The message is for the client; the cause is logged and never sent. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly details: Readonly<Record<string, string>>;
  readonly deleteMarker: DeleteMarker | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: StorageErrorCode,
    message: string,
    options: StorageErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.details = options.details ?? {};
    this.deleteMarker = options.deleteMarker;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
