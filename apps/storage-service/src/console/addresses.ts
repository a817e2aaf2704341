import type { StorageSettings } from '../config/settings.js';

/** Where a browser finds the two services: origins. */
export interface Addresses {
  readonly s3: string;
  readonly kms: string;
}

/** The door's own ports, once they are known. */
export interface DoorPorts {
  readonly s3: number;
  readonly console: number;
}

type ConsoleSettings = Pick<StorageSettings, 'consoleS3Url' | 'consoleKmsUrl' | 'tlsCertFile' | 'host'>;

/** kms-service's own default. */
const KMS_PORT = 9_010;

/** A name, an IPv4 address or an IPv6 one, perhaps with a port: nothing of it could end a directive of a policy or a header. */
const HOST = /^([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * What settings say, else the ports under the name by which the browser found the console (`host`, the Host header). Undefined if that is no name: a client
 * chooses it, and it becomes part of the page's policy.
 */
export function addressesFor(host: string, settings: ConsoleSettings, s3Port: number): Addresses | undefined {
  const [, name] = HOST.exec(host) ?? [];
  if (name === undefined) return undefined;
  return { s3: settings.consoleS3Url ?? originOf(settings, name, s3Port), kms: settings.consoleKmsUrl ?? originOf(settings, name, KMS_PORT) };
}

/** By which a browser on this machine, or one that was given the address that the doors listen on, finds the console: whose pages may read answers. */
export function ownOrigins(settings: ConsoleSettings, consolePort: number): readonly string[] {
  const { host } = settings;
  const names = new Set(['localhost', '127.0.0.1']);
  if (host !== '0.0.0.0' && host !== '::') names.add(host.includes(':') ? `[${host}]` : host);
  return [...names].map((name) => originOf(settings, name, consolePort));
}

function originOf({ tlsCertFile }: ConsoleSettings, name: string, port: number): string {
  return new URL(`${tlsCertFile === undefined ? 'http' : 'https'}://${name}:${String(port)}`).origin;
}
