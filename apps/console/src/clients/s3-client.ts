import { S3Client } from '@aws-sdk/client-s3';
import type { Clients } from './clients.js';

// What is sent has a checksum; what comes back is checked where the store gives one.
const make = (clients: Clients): S3Client => new S3Client({ ...clients.settings('s3'), forcePathStyle: true });

export function s3Of(clients: Clients): S3Client {
  return clients.of(make);
}
