import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Clients, ClientSettings } from './clients.js';

const make = (settings: ClientSettings): CloudTrailClient => new CloudTrailClient(settings);

/** The record of what was done, which kms-service keeps. */
export function trailOf(clients: Clients): CloudTrailClient {
  return clients.of('kms', make);
}
