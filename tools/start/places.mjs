import { join, resolve } from 'node:path';

/** Where everything is that the start makes: all of it under the data directory. */
export function placesIn(env) {
  const dataDir = resolve(env.COFFER_DATA_DIR || '.coffer');
  return {
    dataDir,
    certificates: join(dataDir, 'tls'),
    rootKey: join(dataDir, 'root.key'),
    credentials: join(dataDir, 'credentials'),
    logs: join(dataDir, 'log'),
  };
}

/** The address by which a client on this machine reaches a door that listens on `host`. */
export function clientHost(host) {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
