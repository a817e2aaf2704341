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

/** How a client on this machine names a door that listens on `host`: by a name where it can, because certificates are made out to names. */
export function clientHost(host) {
  if (['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
