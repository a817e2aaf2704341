import { createHash, createHmac, type Hash } from 'node:crypto';

import { SignatureV4 } from '@smithy/signature-v4';

import type { SignedRequest } from '../src/signed-request.js';

/** Signs requests with the AWS SDK's own signer, which shares no code with ours. */

export const accessKeyId = 'AKIAEXAMPLE';
export const secret = 'insecure/test+secret';
export const region = 'eu-central-1';
export const signedAt = new Date('2026-01-02T03:04:05Z');

export interface Unsigned {
  readonly method: string;
  /** Encoded, as it goes over the wire. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
  readonly body?: string;
}

export interface Signing {
  readonly service: 's3' | 'kms' | 'sts' | 'iam';
  readonly region?: string;
  readonly secret?: string;
  readonly at?: Date;
  readonly sessionToken?: string;
}

class Sha256 {
  readonly #hash: Pick<Hash, 'digest'> & { update(data: Uint8Array): unknown };

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', typeof key === 'string' ? key : Buffer.from(key as Uint8Array));
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('not used by the signer');
  }
}

export async function signHeaders(unsigned: Unsigned, signing: Signing): Promise<SignedRequest> {
  const signed = await signerOf(signing).sign(requestOf(unsigned), { signingDate: signing.at ?? signedAt });
  return wire(unsigned, unsigned.query, signed.headers);
}

export async function presign(unsigned: Unsigned, signing: Signing & { readonly expiresIn?: number }): Promise<SignedRequest> {
  const signed = await signerOf(signing).presign(requestOf(unsigned), { signingDate: signing.at ?? signedAt, expiresIn: signing.expiresIn ?? 600 });
  return wire(unsigned, new Map(Object.entries(signed.query ?? {}).map(([name, value]) => [name, String(value)])), signed.headers);
}

export function encodeQuery(query: ReadonlyMap<string, string>): string {
  return [...query].map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function signerOf(signing: Signing): SignatureV4 {
  return new SignatureV4({
    credentials: { accessKeyId, secretAccessKey: signing.secret ?? secret, ...(signing.sessionToken !== undefined && { sessionToken: signing.sessionToken }) },
    region: signing.region ?? region,
    service: signing.service,
    sha256: Sha256,
    uriEscapePath: signing.service !== 's3',
    applyChecksum: signing.service === 's3',
  });
}

function requestOf(unsigned: Unsigned): Parameters<SignatureV4['presign']>[0] {
  return {
    method: unsigned.method,
    protocol: 'https:',
    hostname: 'localhost',
    path: unsigned.path,
    query: Object.fromEntries(unsigned.query),
    headers: { host: 'localhost:9000', ...Object.fromEntries(unsigned.headers) },
    ...(unsigned.body === undefined ? {} : { body: unsigned.body }),
  };
}

function wire(unsigned: Unsigned, query: ReadonlyMap<string, string>, headers: Record<string, string>): SignedRequest {
  const rawHeaders = Object.entries(headers).flatMap(([name, value]) => [name, Buffer.from(value, 'utf8').toString('latin1')]);
  const bodySha256 = createHash('sha256').update(unsigned.body ?? '').digest('hex');
  return { method: unsigned.method, rawPath: unsigned.path, rawQuery: encodeQuery(query), rawHeaders, bodySha256 };
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
