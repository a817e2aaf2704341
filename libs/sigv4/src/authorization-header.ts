import { formatAmzDate, parseAmzDate, parseHttpDate } from './amz-date.js';
import { countHeader } from './canonical-headers.js';
import type { Blame, Claim, ParsedRequest } from './claim.js';
import { parseCredential } from './credential.js';
import { SigV4Error } from './errors.js';
import { parseSignedHeaders } from './signed-header-names.js';

/**
 * The header form:
 *
 *     Authorization: AWS4-HMAC-SHA256 Credential=AKID/day/region/service/aws4_request, SignedHeaders=a;b, Signature=hex
 *
 * The three components stand in any order, each once, separated by commas with or without blanks.
 */

const ALGORITHM = 'AWS4-HMAC-SHA256';
const COMPONENTS = 3;
const blame: Blame = { code: 'AuthorizationHeaderMalformed', preamble: 'The authorization header is malformed' };

export function parseAuthorizationHeader(request: ParsedRequest): Claim {
  const text = request.headers.get('authorization') ?? '';
  if (countHeader(request.rawHeaders, 'authorization') !== 1) throw new SigV4Error(blame.code, `${blame.preamble}; the header was sent more than once.`);
  const space = text.indexOf(' ');
  const algorithm = space < 0 ? text : text.slice(0, space);
  if (algorithm !== ALGORITHM) throw unsupported(algorithm);
  const components = parseComponents(text.slice(space + 1));
  const credential = parseCredential(components.Credential, blame);
  const { signedAt, amzDate } = signingDate(request.headers);
  const day = amzDate.slice(0, 8);
  if (credential.day !== day) {
    throw new SigV4Error(blame.code, `${blame.preamble}; Invalid credential date "${credential.day}". This date is not the same as X-Amz-Date: "${day}".`);
  }
  return { form: 'header', credential, signedHeaders: parseSignedHeaders(components.SignedHeaders, blame), signature: components.Signature, signedAt, amzDate };
}

interface Components {
  readonly Credential: string;
  readonly SignedHeaders: string;
  readonly Signature: string;
}

function parseComponents(text: string): Components {
  const found = { Credential: '', SignedHeaders: '', Signature: '' };
  for (const component of text.split(',', COMPONENTS + 1)) {
    const equals = component.indexOf('=');
    const name = component.slice(0, Math.max(equals, 0)).trim();
    if ((name !== 'Credential' && name !== 'SignedHeaders' && name !== 'Signature') || found[name] !== '') throw malformedComponents();
    found[name] = component.slice(equals + 1).trim();
  }
  if (found.Credential === '' || found.SignedHeaders === '' || found.Signature === '') throw malformedComponents();
  return found;
}

/** x-amz-date, and Date in its absence, as AWS reads them. */
function signingDate(headers: ReadonlyMap<string, string>): { readonly signedAt: Date; readonly amzDate: string } {
  const text = headers.get('x-amz-date') ?? headers.get('date') ?? '';
  const signedAt = parseAmzDate(text);
  if (signedAt !== undefined) return { signedAt, amzDate: text };
  const httpDate = headers.has('x-amz-date') ? undefined : parseHttpDate(text);
  if (httpDate === undefined) throw new SigV4Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  return { signedAt: httpDate, amzDate: formatAmzDate(httpDate) };
}

function malformedComponents(): SigV4Error {
  return new SigV4Error(blame.code, `${blame.preamble}; expecting Credential=..., SignedHeaders=..., Signature=..., each once.`);
}

/** What other schemes get: SigV2 and SigV4A by a name of their own, the rest as an unknown type. The header's value is never quoted. */
function unsupported(algorithm: string): SigV4Error {
  if (algorithm === 'AWS' || algorithm.startsWith('AWS4-')) {
    return new SigV4Error('InvalidRequest', 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.');
  }
  return new SigV4Error('InvalidArgument', 'Unsupported Authorization Type', { ArgumentName: 'Authorization' });
}
