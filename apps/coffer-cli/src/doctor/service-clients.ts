import { Agent } from 'node:https';

import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';

import type { Configuration } from './configuration.js';

/** The SDK's clients of both doors, which try once: the doctor tells what it sees. */
export interface ServiceClients {
  readonly s3: S3Client;
  readonly kms: KMSClient;
  readonly sts: STSClient;
  readonly trail: CloudTrailClient;
  destroy(): void;
}

/** Clients for the doors that are configured; those of a door that is not are never asked. */
export function serviceClients({ s3, kms, region, credentials }: Configuration, ca: readonly string[], seconds: number): ServiceClients {
  const httpsAgent = new Agent({ ca: [...ca], keepAlive: true });
  const shared = { region, credentials, maxAttempts: 1, requestHandler: { httpsAgent, connectionTimeout: seconds * 1_000, requestTimeout: seconds * 1_000 } };
  const kmsDoor = { ...shared, ...(kms && { endpoint: kms.url.href }) };
  const clients = {
    s3: new S3Client({ ...shared, forcePathStyle: true, ...(s3 && { endpoint: s3.url.href }) }),
    kms: new KMSClient(kmsDoor), sts: new STSClient(kmsDoor), trail: new CloudTrailClient(kmsDoor),
  };
  return { ...clients, destroy: () => { for (const client of Object.values(clients)) client.destroy(); httpsAgent.destroy(); } };
}
