/** What an error of a service means for whoever sees it, and what to do. */
export interface Explained {
  readonly message: string;
  readonly remedy: string;
}

const MESSAGE_LENGTH_MAX = 300;

const CREDENTIALS = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile';
const unknownKey = `the service does not know this access key: mend ${CREDENTIALS}; the service has its root's (COFFER_ROOT_ACCESS_KEY_ID) and those of COFFER_IDENTITIES, and an inactive key counts as unknown`;
const wrongSecret = `the secret does not fit the access key: mend ${CREDENTIALS}; if they are right, a proxy in between changes the Host header or the path`;
const skewed = 'the clocks are too far apart: set the clock of this machine or of the service by NTP';
const renew = 'the session is over or is of another service: fetch new credentials (AWS_SESSION_TOKEN goes with them)';
const refused = 'a policy does not let this: the message names the caller, the action and the resource; see docs/access.md and docs/keys.md';
const enable = 'enable the key (aws kms enable-key), or give another by --kms-key-id';
const noKey = 'give a key that is there by --kms-key-id: an id, an ARN or alias/NAME of this account and region (COFFER_REGION)';
const kmsAway = 'storage-service does not reach the KMS: look at its /readyz (--s3-admin), at COFFER_KMS_GRPC_TARGET and COFFER_GRPC_TLS_*, and try that way by --kms-grpc';
const ours = 'the service failed inside: its log has the line "a request failed" with the reason';

/** By AWS's code. S3, the JSON APIs and the Query APIs call the same thing by different names. */
const REMEDIES: ReadonlyMap<string, string> = new Map([
  ['InvalidAccessKeyId', unknownKey], ['InvalidClientTokenId', unknownKey], ['UnrecognizedClientException', unknownKey],
  ['SignatureDoesNotMatch', wrongSecret], ['InvalidSignatureException', wrongSecret], ['IncompleteSignature', wrongSecret],
  ['RequestTimeTooSkewed', skewed], ['RequestExpired', skewed],
  ['ExpiredToken', renew], ['ExpiredTokenException', renew], ['InvalidToken', renew],
  ['AccessDenied', refused], ['AccessDeniedException', refused],
  ['DisabledException', enable], ['KMS.DisabledException', enable],
  ['KMSInvalidStateException', enable], ['KMS.KMSInvalidStateException', enable],
  ['NotFoundException', noKey], ['KMS.NotFoundException', noKey],
  ['ServiceUnavailable', kmsAway], ['SlowDown', kmsAway],
  ['InternalError', ours], ['KMSInternalException', ours], ['InternalFailure', ours],
  ['NoSuchBucket', 'give a bucket that is there by --bucket, or none: then one is made and removed'],
  ['AuthorizationHeaderMalformed', "the region is not the service's: mend AWS_REGION or --region (the service has COFFER_REGION)"],
  ['NotImplemented', 'what answers does not have this operation: see whether the endpoint is the one that is meant'],
  ['CredentialsProviderError', `no credentials were found: give ${CREDENTIALS}`],
]);

/** An unknown error has its own words, and advice that fits every one. */
export function explainError(error: unknown): Explained {
  const { name, message, code } = error as Error & { readonly code?: unknown };
  const known = REMEDIES.has(name) ? name : typeof code === 'string' ? code : name;
  const text = (message === '' || message === known ? known : `${known}: ${message}`).replace(/\s+/g, ' ').slice(0, MESSAGE_LENGTH_MAX);
  return { message: text, remedy: remedyFor(known, message) };
}

function remedyFor(code: string, message: string): string {
  if (/secure connection/.test(message)) return 'use https: give the S3 door a certificate (COFFER_S3_TLS_CERT_FILE), or set COFFER_ALLOW_PLAIN_HTTP where something in front speaks TLS';
  // The JSON APIs have one code for a wrong secret and for a wrong time.
  if (/signature (expired|not yet current)/i.test(message)) return skewed;
  return REMEDIES.get(code) ?? 'the log of the service tells more, by the time and the request id';
}
