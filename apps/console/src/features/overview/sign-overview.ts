import type { S3Client } from '@aws-sdk/client-s3';
import type { Credentials } from '../../clients/credentials.js';
import { hexOf } from '../../format/encode.js';

type Sha256 = S3Client['config']['sha256'];

export interface SignedFor {
  readonly region: string;
  /** Of the console's own address, with its port. */
  readonly host: string;
  readonly path: string;
  readonly now: Date;
}

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** The headers that sign a GET without a body as S3 wants it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export async function signOverview(sha256: Sha256, { accessKeyId, secretAccessKey, sessionToken }: Credentials, { region, host, path, now }: SignedFor): Promise<Record<string, string>> {
  const date = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers: Record<string, string> = { host, 'x-amz-content-sha256': EMPTY_SHA256, 'x-amz-date': date, ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }) };
  const names = Object.keys(headers).sort();
  const canonical = ['GET', path, '', ...names.map((name) => `${name}:${headers[name] ?? ''}`), '', names.join(';'), EMPTY_SHA256].join('\n');
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  let key: Uint8Array | string = `AWS4${secretAccessKey}`;
  for (const part of scope.split('/')) key = await hashed(sha256, part, key);
  const signature = hexOf(await hashed(sha256, ['AWS4-HMAC-SHA256', date, scope, hexOf(await hashed(sha256, canonical))].join('\n'), key));
  const { host: _own, ...sent } = headers;
  return { ...sent, authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${names.join(';')},Signature=${signature}` };
}

async function hashed(Sha256Hash: Sha256, text: string, key?: Uint8Array | string): Promise<Uint8Array> {
  const hash = new Sha256Hash(key);
  hash.update(new TextEncoder().encode(text));
  return hash.digest();
}
