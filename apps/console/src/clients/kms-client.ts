import { KMSClient } from '@aws-sdk/client-kms';
import type { Clients, ClientSettings } from './clients.js';

const make = (settings: ClientSettings): KMSClient => new KMSClient(settings);

export function kmsOf(clients: Clients): KMSClient {
  return clients.of('kms', make);
}
