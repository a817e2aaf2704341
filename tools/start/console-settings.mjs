import { once } from 'node:events';
import { createServer } from 'node:net';
import { clientHost } from './places.mjs';

/** kms-service's own default, which storage-service takes for granted. */
const KMS_PORT = 9010;

async function freePort(host) {
  const server = createServer().listen({ host, port: 0 });
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function schemeOf({ tlsCertFile }) {
  return tlsCertFile === undefined ? 'http' : 'https';
}

/**
 * What makes the console work without a setting: both services let its pages call them, and it knows where the KMS is. The KMS starts first, so the console's port is
 * picked here where any would do. What was set is left alone.
 */
export async function consoleSettings({ storage, kms }) {
  const { consolePort } = storage;
  if (consolePort === undefined) return { kms: {}, storage: () => ({}) };
  const port = consolePort === 0 ? await freePort(storage.host) : consolePort;
  const names = new Set(['localhost', '127.0.0.1', clientHost(storage.host)]);
  const origins = { COFFER_CONSOLE_ORIGINS: [...names].map((name) => new URL(`${schemeOf(storage)}://${name}:${port}`).origin).join(',') };
  const isGuessed = (kmsPort) => storage.consoleKmsUrl !== undefined || (kmsPort === KMS_PORT && schemeOf(kms) === schemeOf(storage));
  return {
    kms: kms.consoleOrigins.length === 0 ? origins : {},
    storage: (kmsPort) => ({
      COFFER_CONSOLE_PORT: String(port),
      ...(storage.consoleOrigins.length === 0 && origins),
      ...(!isGuessed(kmsPort) && { COFFER_CONSOLE_KMS_URL: new URL(`${schemeOf(kms)}://${clientHost(kms.host)}:${kmsPort}`).origin }),
    }),
  };
}
