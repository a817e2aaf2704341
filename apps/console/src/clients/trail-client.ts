import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Clients } from './clients.js';

const make = (clients: Clients): CloudTrailClient => new CloudTrailClient(clients.settings('kms'));

/** The record of what was done, which kms-service keeps. */
export function trailOf(clients: Clients): CloudTrailClient {
  return clients.of(make);
}
