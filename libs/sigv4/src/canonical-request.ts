import { hash } from 'node:crypto';

import { canonicalQuery } from './canonical-query.js';
import { canonicalUri } from './canonical-uri.js';
import type { Claim, ParsedRequest } from './claim.js';
import type { SignedRequest } from './signed-request.js';

/**
 * The text whose hash is signed:
 *
 *     method LF  uri LF  query LF  (name ":" value LF)* LF  name (";" name)* LF  payload hash
 *
 * A header that is named as signed and did not come leaves no line, so that its signature cannot match.
 */
export function canonicalRequest(service: string, request: SignedRequest, parsed: ParsedRequest, claim: Claim, payloadHash: string): string {
  const uri = canonicalUri(service, request.rawPath);
  const query = canonicalQuery(parsed.query, claim.form === 'query' ? 'X-Amz-Signature' : undefined);
  let headerLines = '';
  for (const name of claim.signedHeaders) {
    const value = parsed.headers.get(name);
    if (value !== undefined) headerLines += `${name}:${value}\n`;
  }
  return `${request.method}\n${uri}\n${query}\n${headerLines}\n${claim.signedHeaders.join(';')}\n${payloadHash}`;
}

export function stringToSign(amzDate: string, scope: string, canonical: string): string {
  return `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${hash('sha256', Buffer.from(canonical, 'latin1'), 'hex')}`;
}
