import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface UnsignedHead {
  readonly method: 'GET' | 'PUT';
  /** Path and query as they are sent: already percent-encoded, the query's names in ascending order. */
  readonly target: string;
  /** `host:port` of the server. */
  readonly host: string;
  /** Further headers, names in lower case. All are signed. */
  readonly headers: readonly (readonly [string, string])[];
  readonly bodyBytes: number;
}

/**
 * Makes heads of HTTP/1.1 requests that carry AWS Signature Version 4 in their headers, for bodies that are not signed
 * (`UNSIGNED-PAYLOAD`).
 *
 * One signer serves one moment and one day: the time is fixed when it is made, so that signing costs two hashes a request. A server
 * accepts the heads for 15 minutes.
 */
export function headSigner(credentials: Credentials, now: Date): (head: UnsignedHead) => string {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${credentials.region}/s3/aws4_request`;
  const key = scope.split('/').reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${credentials.secretAccessKey}`);
  return (head) => {
    const headers = signedHeaders(head, time);
    const names = headers.map(([name]) => name).join(';');
    const [path = '', query = ''] = head.target.split('?');
    const canonical = [head.method, path, query, ...headers.map(([name, value]) => `${name}:${value}`), '', names, 'UNSIGNED-PAYLOAD'].join('\n');
    const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256Hex(canonical)].join('\n')).toString('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    const lines = [...headers, ['authorization', authorization], ['content-length', String(head.bodyBytes)]];
    return `${head.method} ${head.target} HTTP/1.1\r\n${lines.map(([name = '', value = '']) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`;
  };
}

function signedHeaders(head: UnsignedHead, time: string): (readonly [string, string])[] {
  const headers = [...head.headers, ['host', head.host], ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'], ['x-amz-date', time]] as const;
  return headers.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
