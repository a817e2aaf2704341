/** What a person is told of a failure: what, how the service calls it, which request it was, and what to do. */
export interface Problem {
  readonly message: string;
  readonly code: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly advice: string;
}

/** What to do, by the code of an error. Codes that are not here get their advice from the status. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['AccessDenied', 'Your policies, the bucket’s policy or the key’s policy do not allow this. Ask whoever keeps them; the audit shows the refusal.'],
  ['AccessDeniedException', 'Your policies or the key’s policy do not allow this. Ask whoever keeps them; the audit shows the refusal.'],
  ['InvalidAccessKeyId', 'Check the access key id; it may have been removed.'],
  ['InvalidClientTokenId', 'Check the access key id; it may have been removed.'],
  ['UnrecognizedClientException', 'Check the access key id; it may have been removed.'],
  ['SignatureDoesNotMatch', 'Check the secret access key. If it is right, check the clock of this computer.'],
  ['ExpiredToken', 'The session is over. Sign in with new credentials.'],
  ['ExpiredTokenException', 'The session is over. Sign in with new credentials.'],
  ['InvalidToken', 'Check the session token: it must belong to this access key.'],
  ['RequestTimeTooSkewed', 'Set the clock of this computer: it is too far from the server’s.'],
  ['NoSuchBucket', 'The bucket is gone. Go back to the list of buckets.'],
  ['NoSuchKey', 'The object is gone. Go back to its folder and load it again.'],
  ['NoSuchUpload', 'The upload was ended elsewhere. Start it again.'],
  ['BucketAlreadyExists', 'Choose another name: this one is taken.'],
  ['BucketAlreadyOwnedByYou', 'You have a bucket of this name already.'],
  ['BucketNotEmpty', 'Delete its objects and unfinished uploads first.'],
  ['InvalidBucketName', 'Use 3 to 63 small letters, digits, dots and hyphens, beginning and ending with a letter or digit.'],
  ['DisabledException', 'Enable the key, then try again.'],
  ['KMS.DisabledException', 'The KMS key is disabled. Enable it on its page, then try again.'],
  ['KMSInvalidStateException', 'The key cannot be used as it is. Its page shows its state.'],
  ['KMS.KMSInvalidStateException', 'The key cannot be used as it is. Its page shows its state.'],
  ['NotFoundException', 'Check the name. It may have been deleted.'],
  ['KMS.NotFoundException', 'The KMS key does not exist. Choose another.'],
  ['NotImplemented', 'This server does not have it. Nothing was changed.'],
  ['ServiceUnavailable', 'The server or the KMS behind it is away. Try again in a moment.'],
  ['SlowDown', 'The server is busy. Try again in a moment.'],
  ['TypeError', 'The server did not answer this page. It may be down, or not let this console’s address (CORS).'],
  ['AbortError', 'It was stopped here. Start it again when you like.'],
]);

/** The parts of an SDK error that are read. */
interface ServiceFault {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly Code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown; readonly requestId?: unknown };
  readonly $response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

/** Reads anything that was thrown. Never shows a stack, nor a header that was sent. */
export function problemOf(thrown: unknown): Problem {
  const fault: ServiceFault = typeof thrown === 'object' && thrown !== null ? thrown : {};
  const status = typeof fault.$metadata?.httpStatusCode === 'number' ? fault.$metadata.httpStatusCode : undefined;
  const code = codeOf(fault, status);
  const requestId = textOr(fault.$metadata?.requestId, textOr(fault.$response?.headers?.['x-amz-request-id'], ''));
  return {
    message: code === 'TypeError' ? 'The request did not reach the server.' : textOr(fault.message, 'It failed, and nothing says why.'),
    code,
    ...(status === undefined ? {} : { status }),
    ...(requestId === '' ? {} : { requestId }),
    advice: ADVICE.get(code) ?? adviceByStatus(status),
  };
}

/** A HEAD has no body, so the SDK knows its refusal only by the status. */
function codeOf(fault: ServiceFault, status: number | undefined): string {
  const named = textOr(fault.Code, textOr(fault.name, 'Error'));
  if (!['UnknownError', 'Unknown', 'Error', '403', '404', 'NotFound', 'Forbidden'].includes(named)) return named;
  if (status === 403) return 'AccessDenied';
  return status === 404 ? 'NoSuchKey' : named;
}

function adviceByStatus(status: number | undefined): string {
  if (status === undefined) return 'Try again.';
  if (status >= 500) return 'Try again in a moment. If it goes on, give the request id to whoever runs the server.';
  return status >= 400 ? 'Check what was entered.' : 'Try again.';
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
