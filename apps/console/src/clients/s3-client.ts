import { S3Client } from '@aws-sdk/client-s3';
import { hexOf } from '../format/encode.js';
import type { Clients } from './clients.js';

/** What is sent has a checksum; what comes back is checked where the store gives one. */
function make(clients: Clients): S3Client {
  const s3 = new S3Client({ ...clients.settings('s3'), forcePathStyle: true });
  s3.middlewareStack.add((next) => (args) => {
    signByChecksum(args.request as SentRequest);
    return next(args);
  }, { step: 'build', name: 'signByChecksum' });
  return s3;
}

interface SentRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
}

/** The SHA-256 that is a body's checksum is also what SigV4 signs: the SDK takes a header that is there, and would else work it out again, on the page's thread. */
function signByChecksum({ method, headers }: SentRequest): void {
  const sum = headers['x-amz-checksum-sha256'];
  if (method !== 'PUT' || sum === undefined) return;
  headers['x-amz-content-sha256'] = hexOf(Uint8Array.from(atob(sum), (character) => character.charCodeAt(0)));
}

export function s3Of(clients: Clients): S3Client {
  return clients.of(make);
}
