import { S3Client } from '@aws-sdk/client-s3';
import type { Clients, ClientSettings } from './clients.js';

// What is sent has a checksum; what comes back is checked where the store gives one.
const make = (settings: ClientSettings): S3Client => new S3Client({ ...settings, forcePathStyle: true });

export function s3Of(clients: Clients): S3Client {
  return clients.of('s3', make);
}
