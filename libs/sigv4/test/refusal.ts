import type { SigV4Error } from '../src/errors.js';
import type { SignedRequest } from '../src/signed-request.js';
import { Verifier, type VerifierOptions } from '../src/verifier.js';

import { accessKeyId, region, secret, signedAt, type Unsigned } from './peer.js';

/** What the verifier's suites share: a verifier that stands where the peer signs, ways to change what was signed, and what comes of it. */

export function verifierWith(options: Partial<VerifierOptions> = {}): Verifier {
  return new Verifier({ region, service: 's3', secretOf: (id) => (id === accessKeyId ? secret : undefined), now: () => signedAt, ...options });
}

export function after(seconds: number): () => Date {
  return () => new Date(signedAt.getTime() + seconds * 1_000);
}

export const verifier = verifierWith();
export function errorOf(run: () => unknown): SigV4Error {
  try {
    run();
  } catch (error) {
    return error as SigV4Error;
  }
  throw new Error('it was believed');
}

export function refusal(request: SignedRequest, by = verifier): SigV4Error {
  return errorOf(() => by.verify(request));
}

export function withHeader(request: SignedRequest, name: string, change: (value: string) => string): SignedRequest {
  const rawHeaders = request.rawHeaders.map((value, index) => (index % 2 === 1 && request.rawHeaders[index - 1]?.toLowerCase() === name ? change(value) : value));
  return { ...request, rawHeaders };
}

export function withoutHeader(request: SignedRequest, name: string): SignedRequest {
  return { ...request, rawHeaders: request.rawHeaders.filter((_, index) => request.rawHeaders[index - (index % 2)]?.toLowerCase() !== name) };
}

export function adding(request: SignedRequest, ...headers: string[]): SignedRequest {
  return { ...request, rawHeaders: [...request.rawHeaders, ...headers] };
}

/** A PUT of the headers that matter. */
export const put: Unsigned = {
  method: 'PUT',
  path: '/bucket/key',
  query: new Map([['x-id', 'PutObject']]),
  headers: new Map([
    ['content-type', 'text/plain'],
    ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'],
    ['x-amz-server-side-encryption', 'aws:kms'],
  ]),
};
