import type { Clients } from '../../clients/clients.js';
import { kmsOf } from '../../clients/kms-client.js';
import { s3Of } from '../../clients/s3-client.js';
import { S3Transport } from './s3-transport.js';
import { UploadQueue } from './upload-queue.js';

const make = (clients: Clients): UploadQueue => new UploadQueue(new S3Transport(s3Of(clients), () => kmsOf(clients)));

/** The uploads of a session. They go on while one looks at other pages. */
export function uploadsOf(clients: Clients): UploadQueue {
  return clients.of(make);
}
