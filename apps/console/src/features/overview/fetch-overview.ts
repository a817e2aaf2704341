import { s3Of } from '../../clients/s3-client.js';
import type { Clients } from '../../clients/clients.js';
import { signOverview } from './sign-overview.js';

export type Health = 'ok' | 'degraded' | 'failing';

/** How many objects are sealed alike. */
export interface SealCount {
  readonly mode: string;
  readonly keyArn?: string;
  readonly objects: number;
  readonly bytes: number;
}

/** What storage-service tells of itself to whoever may know: states by name, and numbers since its start. */
export interface Overview {
  readonly startedAt: string;
  readonly storage: Health;
  readonly checks: Readonly<Record<string, Health>>;
  /** By class of status: `2xx`. */
  readonly requests: Readonly<Record<string, number>>;
  readonly bucketKeys: { readonly saved: number; readonly asked: number };
  /** Requests for keys by outcome; absent where the service does not count them. */
  readonly kmsRequests?: Readonly<Record<string, number>>;
  readonly objects: { readonly buckets: number; readonly objects: number; readonly isComplete: boolean; readonly countedAt: string; readonly seals: readonly SealCount[] };
}

const PATH = '/overview.json';

/** Asks the console's own server. Throws what it answers in the shape of the SDK's errors, so that it is told like them. */
export async function fetchOverview(clients: Clients, signal: AbortSignal): Promise<Overview> {
  const { credentials, endpoints: { region } } = clients;
  const headers = await signOverview(s3Of(clients).config.sha256, credentials, { region, host: window.location.host, path: PATH, now: new Date() });
  const response = await fetch(PATH, { headers, signal, credentials: 'omit', cache: 'no-store' });
  if (response.ok) return (await response.json()) as Overview;
  const told = (await response.json().catch(() => ({}))) as { readonly code?: string; readonly message?: string };
  const metadata = { httpStatusCode: response.status, requestId: response.headers.get('x-amz-request-id') ?? undefined };
  throw Object.assign(new Error(told.message ?? 'The console’s server refused it.'), { name: told.code ?? 'Error', $metadata: metadata });
}
