import { createHmac } from 'node:crypto';

import type { Credentials } from './people.js';
import { sha256 } from './raw.js';

/** The headers that sign a request without a body, for S3, by hand. */
export function signedRequest(method: string, address: string, { accessKeyId, secretAccessKey }: Credentials): Record<string, string> {
  const { host, pathname } = new URL(address);
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${date.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const payload = sha256('');
  const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
  const canonical = [method, pathname, '', `host:${host}`, `x-amz-content-sha256:${payload}`, `x-amz-date:${date}`, '', 'host;x-amz-content-sha256;x-amz-date', payload].join('\n');
  const key = scope.split('/').reduce((secret: string | Buffer, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString('hex');
  return {
    'x-amz-date': date, 'x-amz-content-sha256': payload,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=${signature}`,
  };
}
