import { KMSClient, type KMSClientConfig } from '@aws-sdk/client-kms';
import { ROOT } from './made-up-settings.js';

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

/** AWS's own client, unchanged, for a service on a port of this machine. */
export function kmsClient(port: number, credentials: Credentials = ROOT, others: KMSClientConfig = {}): KMSClient {
  return new KMSClient({ endpoint: `http://127.0.0.1:${String(port)}`, region: 'us-east-1', credentials, maxAttempts: 1, ...others });
}

/** How a call was refused, as a client sees it. */
export async function refusal(call: Promise<unknown>): Promise<{ readonly name: string; readonly status: number | undefined; readonly message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, status: $metadata?.httpStatusCode, message };
  }
  throw new Error('the call was not refused');
}
