import type { Caller } from '@coffer/iam';
import { parseUnsigned, SigV4Error, type UnsignedRequest } from '@coffer/sigv4';

import type { Exchange } from './exchange.js';

/** Whoever did not sign, who has no account and no policies: only a bucket's policy can let it do anything. */
const nobody = { type: 'Anonymous', arn: 'anonymous', accountId: 'anonymous', principalId: 'anonymous', accessKeyId: '' } as const;

/** Whether a request carries no signature at all. A broken one is never taken for none. */
export function isUnsigned(error: unknown): boolean {
  return error instanceof SigV4Error && error.code === 'MissingAuthentication';
}

/** The caller of a request without a signature. Throws SigV4Error for a body that would have to be signed. */
export function anonymous(exchange: Exchange, from: Pick<Caller, 'sourceIp' | 'secureTransport' | 'userAgent'>): { readonly caller: Caller; readonly verified: UnsignedRequest } {
  return { caller: { ...nobody, ...from }, verified: parseUnsigned(exchange.request.rawHeaders) };
}
