import type { Claim } from './claim.js';
import { SigV4Error } from './errors.js';

/** Headers whose values are keys or tokens. They are part of the canonical request, but no answer of ours repeats a secret. */
const SECRET_HEADERS = /^(x-amz-(?:copy-source-)?server-side-encryption-customer-key|x-amz-security-token):.*$/gm;
/** A presigned request has its token in the query. */
const SECRET_PARAMETER = /(^|&)(X-Amz-Security-Token)=[^&\n]*/gim;
const NOT_SHOWN = '[not shown]';

/** The error as S3 words it: with the texts that were signed on our side, so that the author of a client can compare them with his. */
export function signatureMismatch(claim: Claim, stringToSign: string, canonicalRequest: string): SigV4Error {
  const shown = canonicalRequest.replace(SECRET_HEADERS, `$1:${NOT_SHOWN}`).replace(SECRET_PARAMETER, `$1$2=${NOT_SHOWN}`);
  return new SigV4Error('SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided. Check your key and signing method.', {
    AWSAccessKeyId: claim.credential.accessKeyId,
    StringToSign: stringToSign,
    SignatureProvided: claim.signature,
    StringToSignBytes: spacedHex(stringToSign),
    CanonicalRequest: shown,
    CanonicalRequestBytes: spacedHex(shown),
  });
}

function spacedHex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex').replace(/..(?=.)/g, '$& ');
}
