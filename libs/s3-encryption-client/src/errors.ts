/** Why the client refused. Callers branch on the code. No code, and no message, says which secret was wrong or what it held. */
export type S3EncryptionErrorCode =
  | 'Configuration'             // The client, or a keyring, was given options that contradict each other or lack something.
  | 'InvalidArgument'           // A request holds what client-side encryption cannot honour, such as a checksum of the plaintext.
  | 'NotEncrypted'              // The object has no metadata of client-side encryption, neither itself nor in an instruction file.
  | 'MalformedMetadata'         // The metadata is incomplete, ambiguous or unreadable: damaged, or changed by somebody.
  | 'UnsupportedAlgorithm'      // The metadata names an algorithm that this client does not have.
  | 'CommitmentPolicy'          // The object does not commit to its key, and the policy demands that it does.
  | 'CommitmentMismatch'        // The data key is not the one that the object commits to: a security event.
  | 'LegacyDisabled'            // The object needs a legacy algorithm, or an unauthenticated read, that was not switched on.
  | 'InstructionFile'           // The instruction file is missing, unreadable or holds what only the object may hold.
  | 'EncryptionContextMismatch' // The context on this call is not the object's. The KMS was not asked.
  | 'MaterialsMismatch'         // No key of the keyring has the object's materials description.
  | 'WrongKeyring'              // The data key was wrapped by another kind of keyring.
  | 'KeyUnwrap'                 // The data key does not open: wrong key, wrong context or changed bytes. Never says which.
  | 'KeyService'                // The KMS refused or could not be reached; `cause` is its own error.
  | 'NotAuthentic'              // The body does not open: changed bytes, a wrong length or another object's metadata.
  | 'TooLarge'                  // More bytes than the cipher, the upload or a limit of this client allows.
  | 'LengthMismatch'            // The body to upload had not as many bytes as it was said to have.
  | 'InvalidRange'              // No byte of the plaintext lies in the range (HTTP 416).
  | 'Rotation'                  // A re-encryption that would not rotate: same description, same key, another algorithm.
  | 'UnexpectedAnswer';         // The store answered what was not asked, such as a range nobody wanted.

/** Every refusal of this library. Errors of S3 itself (NoSuchKey, AccessDenied) pass through as the SDK throws them. */
export class S3EncryptionError extends Error {
  override readonly name = 'S3EncryptionError';

  constructor(
    readonly code: S3EncryptionErrorCode,
    message: string,
    options?: { readonly cause: unknown },
  ) {
    super(message, options);
  }
}

/** The one message of a body that does not open, so that no path can say more than another. */
export function notAuthentic(): S3EncryptionError {
  return new S3EncryptionError('NotAuthentic', 'The body does not open: it was changed or cut, or its metadata belongs to another object.');
}

/** The one message of a wrapped key that does not open. */
export function keyDoesNotOpen(): S3EncryptionError {
  return new S3EncryptionError('KeyUnwrap', 'The encrypted data key does not open: wrong wrapping key, wrong context or changed bytes.');
}
