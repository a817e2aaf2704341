import { canonicalHeaders } from './canonical-headers.js';
import { SigV4Error } from './errors.js';
import { parsePayloadMode, type PayloadMode } from './payload-mode.js';

/** What of a body can be checked without a signature: its hash, if it is stated, and the framing of its chunks. */
export type UnsignedPayload = Exclude<PayloadMode, { readonly kind: 'chunked' }> | (Extract<PayloadMode, { readonly kind: 'chunked' }> & { readonly signed: false });

/** A request that carries no signature at all, and so was made by nobody that is known. */
export interface UnsignedRequest {
  readonly payload: UnsignedPayload;
}

/**
 * Reads what a request without a signature says of its body, by the same header as a signed one; saying nothing is allowed. Throws SigV4Error, also for
 * chunks that would be signed: there is nothing to sign them with.
 */
export function parseUnsigned(rawHeaders: readonly string[]): UnsignedRequest {
  const headers = canonicalHeaders(rawHeaders);
  const stated = headers.get('x-amz-content-sha256');
  const payload: PayloadMode = stated === undefined ? { kind: 'unsigned' } : parsePayloadMode(stated, headers);
  if (payload.kind !== 'chunked') return { payload };
  if (payload.signed) throw new SigV4Error('InvalidRequest', 'Signed chunks need a signed request.');
  return { payload: { ...payload, signed: false } };
}
