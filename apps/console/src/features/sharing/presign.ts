import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ClientSettings } from '../../clients/clients.js';
import { customerKeyInput, sealInput, type SealDraft } from '../encryption/seal.js';
import type { CustomerKey } from '../encryption/customer-key.js';
import { headersToSend, type SharedRequest } from './shared-request.js';

export const EXPIRY_SECONDS_MAX = 7 * 24 * 3600;

export interface ShareTarget {
  readonly bucket: string;
  readonly key: string;
  /** Absent: whatever is current when the URL is used. */
  readonly version?: string | undefined;
}

/** A URL that reads an object for whoever has it, with the headers that must go along; with a file's name, one that a browser saves and keeps no other copy of. */
export async function shareDownload(settings: ClientSettings, target: ShareTarget, expiresIn: number, customerKey?: CustomerKey, fileName?: string): Promise<SharedRequest> {
  const command = new GetObjectCommand({
    Bucket: target.bucket, Key: target.key, VersionId: target.version, ...customerKeyInput(customerKey),
    ...(fileName === undefined ? {} : { ResponseContentDisposition: attachment(fileName), ResponseCacheControl: 'no-store' }),
  });
  return presigned(settings, 'GET', (client) => getSignedUrl(client, command, { expiresIn }));
}

/** A URL that writes an object for whoever has it: sealed as was chosen here, and in no other way. */
export async function shareUpload(settings: ClientSettings, target: { readonly bucket: string; readonly key: string }, expiresIn: number, seal: SealDraft): Promise<SharedRequest> {
  const command = new PutObjectCommand({ Bucket: target.bucket, Key: target.key, ...sealInput(seal) });
  return presigned(settings, 'PUT', (client) => getSignedUrl(client, command, { expiresIn }));
}

async function presigned(settings: ClientSettings, method: SharedRequest['method'], sign: (client: S3Client) => Promise<string>): Promise<SharedRequest> {
  // Who uses the URL sends a body that nobody has yet, so nothing about it can be signed.
  const client = new S3Client({ ...settings, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' });
  let headers: Readonly<Record<string, string>> = {};
  client.middlewareStack.add((next) => async (args) => {
    headers = (args.request as { readonly headers: Readonly<Record<string, string>> }).headers;
    return next(args);
  }, { step: 'build', name: 'headersOfSharedRequest' });
  try {
    const url = await sign(client);
    return { method, url, headers: headersToSend(url, headers) };
  } finally {
    client.destroy();
  }
}

/** RFC 6266 and 8187: any name, in ASCII. */
export function attachment(fileName: string): string {
  return `attachment; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}
