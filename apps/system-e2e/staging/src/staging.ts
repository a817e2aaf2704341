import { writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';

import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { afterTests, tempDir } from '@coffer/testing';

import type { Credentials } from '../../src/installation.js';
import { Forward } from './forward.js';
import { readSecret } from './secret.js';

export const REGION = 'us-east-1';
/** Pods that are replaced are away for some seconds, and clients go on asking. */
const ATTEMPTS_MAX = 12;

/** What a client of the cluster needs: where both doors are, whom to trust, and the root's credentials. */
export interface Staging {
  readonly s3Url: string;
  readonly kmsUrl: string;
  readonly consoleUrl: string;
  readonly caFile: string;
  readonly ca: string;
  readonly root: Credentials;
}

/** Finds the doors where STAGING_S3_URL, STAGING_KMS_URL and STAGING_CONSOLE_URL say, or else forwards ports to the Services; certificates and credentials come from the cluster's Secrets. */
export async function openStaging(): Promise<Staging> {
  const ca = (await readSecret('storage-service-https')).get('ca.crt') ?? '';
  const caFile = join(tempDir(), 'ca.crt');
  writeFileSync(caFile, ca);
  const credentials = await readSecret('coffer-root-credentials');
  return {
    s3Url: process.env['STAGING_S3_URL'] ?? (await forwarded('storage-service', 9000)),
    kmsUrl: process.env['STAGING_KMS_URL'] ?? (await forwarded('kms-service', 9010)),
    consoleUrl: process.env['STAGING_CONSOLE_URL'] ?? (await forwarded('storage-service', 9001)),
    caFile, ca,
    root: { accessKeyId: credentials.get('access-key-id') ?? '', secretAccessKey: credentials.get('secret-access-key') ?? '' },
  };
}

async function forwarded(service: string, port: number): Promise<string> {
  const forward = await Forward.open(service, port);
  afterTests(() => { forward.close(); });
  return forward.url;
}

const common = ({ ca, root }: Staging, credentials: Credentials = root): object => ({
  region: REGION, credentials, maxAttempts: ATTEMPTS_MAX, requestHandler: { httpsAgent: new Agent({ ca, keepAlive: true }), connectionTimeout: 3_000, requestTimeout: 60_000 },
});

export function s3Of(staging: Staging, credentials?: Credentials): S3Client {
  return closing(new S3Client({ ...common(staging, credentials), endpoint: staging.s3Url, forcePathStyle: true }));
}

export function kmsOf(staging: Staging, credentials?: Credentials): KMSClient {
  return closing(new KMSClient({ ...common(staging, credentials), endpoint: staging.kmsUrl }));
}

export function trailOf(staging: Staging): CloudTrailClient {
  return closing(new CloudTrailClient({ ...common(staging), endpoint: staging.kmsUrl }));
}

function closing<T extends { destroy(): void }>(client: T): T {
  afterTests(() => { client.destroy(); });
  return client;
}

/** What the command-line tools of AWS read. */
export function awsEnvironment({ caFile, root, s3Url, kmsUrl }: Staging): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: root.accessKeyId, AWS_SECRET_ACCESS_KEY: root.secretAccessKey, AWS_REGION: REGION, AWS_CA_BUNDLE: caFile, AWS_ENDPOINT_URL_S3: s3Url, AWS_ENDPOINT_URL_KMS: kmsUrl,
    AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_PAGER: '',
  };
}
