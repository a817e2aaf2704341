import { KMSClient } from '@aws-sdk/client-kms';
import type { Clients } from './clients.js';

const make = (clients: Clients): KMSClient => new KMSClient(clients.settings('kms'));

export function kmsOf(clients: Clients): KMSClient {
  return clients.of(make);
}
