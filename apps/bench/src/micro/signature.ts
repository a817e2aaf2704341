import { Verifier } from '@coffer/sigv4';

import { headSigner } from '../http1/signed-head.js';
import type { Micro } from './measured.js';

/** Verifying the signature of one small PUT, the signing key cached. */
export function signatureMicros(): Micro[] {
  const credentials = { accessKeyId: 'AKIABENCH00000000000', secretAccessKey: 'bench-only-secret', region: 'us-east-1' };
  const verifier = new Verifier({ region: credentials.region, service: 's3', secretOf: () => credentials.secretAccessKey, now: () => new Date() });
  const headers = [['x-amz-server-side-encryption', 'aws:kms'], ['x-amz-server-side-encryption-bucket-key-enabled', 'true']] as const;
  const sign = headSigner(credentials, new Date());
  const head = sign({ method: 'PUT', target: '/bench/put-0000000', host: '127.0.0.1:9000', headers, bodyBytes: 4_096 });
  const lines = head.trimEnd().split('\r\n').slice(1);
  const rawHeaders = lines.flatMap((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
  const request = { method: 'PUT', rawPath: '/bench/put-0000000', rawQuery: '', rawHeaders };
  return [{ name: 'verify a signature', operation: () => verifier.verify(request) }];
}
