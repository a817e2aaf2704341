import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';

import type { DoctorOptions } from './doctor-options.js';
import { HopFailure, type Found } from './hop.js';

/** An endpoint, and the option or variable to mend if it is wrong. */
export interface Endpoint {
  readonly url: URL;
  readonly setting: string;
}

type Credentials = Awaited<ReturnType<S3Client['config']['credentials']>>;

/** What a client of this machine is configured with. */
export interface Configuration {
  readonly s3: Endpoint | undefined;
  readonly kms: Endpoint | undefined;
  readonly region: string;
  readonly credentials: Credentials;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Ends a request of the SDK once it is known where it would go. */
class Peeked extends Error {
  constructor(readonly url: URL) {
    super('not to be sent');
  }
}

const NOBODY = { accessKeyId: 'nobody', secretAccessKey: 'nobody' };

/** Region, endpoints and credentials, as the AWS SDK finds them unless an option says otherwise. Throws HopFailure for what is missing. */
export async function findConfiguration(options: DoctorOptions, env: Environment): Promise<Found<Configuration>> {
  const { profile, kmsEndpoint, s3Endpoint } = options;
  const found = new S3Client({ ...(profile && { profile }), ...(options.region && { region: options.region }) });
  try {
    const region = await found.config.region().catch(() => { throw new HopFailure('no region is configured', 'set AWS_REGION, or give --region; it is that of COFFER_REGION, us-east-1 unless it was set'); });
    const s3 = s3Endpoint === undefined ? await sdkEndpoint('S3', region, profile, env) : { url: s3Endpoint, setting: '--s3-endpoint' };
    const kms = kmsEndpoint === undefined ? await sdkEndpoint('KMS', region, profile, env) : { url: kmsEndpoint, setting: '--kms-endpoint' };
    if (s3 === undefined && kms === undefined) throw new HopFailure('no endpoint is configured: clients would go to AWS', 'set AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL_KMS, or give --s3-endpoint and --kms-endpoint');
    const credentials = await found.config.credentials();
    const told = [s3 && `S3 ${s3.url.origin}`, kms && `KMS ${kms.url.origin}`, `region ${region}`, `access key ${credentials.accessKeyId} from ${credentialsSource(profile, env)}`];
    return { detail: told.filter((part) => part !== undefined).join(', '), value: { s3, kms, region, credentials } };
  } finally {
    found.destroy();
  }
}

/** Where the SDK would send a request, without one being sent. Undefined: to AWS, because nothing is configured. */
async function sdkEndpoint(service: 'S3' | 'KMS', region: string, profile: string | undefined, env: Environment): Promise<Endpoint | undefined> {
  const settings = { region, credentials: NOBODY, ...(profile && { profile }) };
  const outcome = await (service === 'S3' ? askS3(new S3Client({ ...settings, forcePathStyle: true })) : askKms(new KMSClient(settings))).catch((error: unknown) => error);
  if (!(outcome instanceof Peeked)) throw outcome;
  return outcome.url.hostname.endsWith('.amazonaws.com') ? undefined : { url: outcome.url, setting: settingOf(service, env) };
}

const PEEK = { step: 'build', name: 'peek' } as const;

async function askS3(client: S3Client): Promise<unknown> {
  client.middlewareStack.add(peek, PEEK);
  return client.send(new ListBucketsCommand({})).finally(() => { client.destroy(); });
}

async function askKms(client: KMSClient): Promise<unknown> {
  client.middlewareStack.add(peek, PEEK);
  return client.send(new ListKeysCommand({})).finally(() => { client.destroy(); });
}

/** A step of the SDK's own that throws where the request would go. */
function peek(): (args: { readonly request?: unknown }) => Promise<never> {
  return async ({ request }) => {
    const { protocol, hostname, port } = request as { readonly protocol: string; readonly hostname: string; readonly port?: number };
    throw new Peeked(new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${String(port)}`}`));
  };
}

function settingOf(service: 'S3' | 'KMS', env: Environment): string {
  const own = `AWS_ENDPOINT_URL_${service}`;
  if (env[own] !== undefined) return own;
  return env['AWS_ENDPOINT_URL'] === undefined ? "the profile's endpoint_url" : 'AWS_ENDPOINT_URL';
}

function credentialsSource(profile: string | undefined, env: Environment): string {
  if (profile !== undefined) return `profile ${profile}`;
  if (env['AWS_ACCESS_KEY_ID'] !== undefined && env['AWS_PROFILE'] === undefined) return 'the environment';
  return `profile ${env['AWS_PROFILE'] ?? 'default'} or what the SDK finds after it`;
}
