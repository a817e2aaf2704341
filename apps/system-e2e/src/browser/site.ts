import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { writePrivateFile } from '@coffer/service';
import { tempDir, type ProcessSettings } from '@coffer/testing';

import { ACCOUNT_ID, Installation, type Credentials } from '../installation.js';

/** Somebody of root's account whom S3 lets do everything and the KMS nothing: no key opens for them. */
export const BOB: Credentials & { readonly arn: string } = { arn: `arn:aws:iam::${ACCOUNT_ID}:user/bob`, accessKeyId: 'AKIABOBATTHECONSOLE0', secretAccessKey: 'made-up-secret-of-bob' };

/** Both services and the console, which may call them, as an operator sets it up. */
export async function openSite(settings: ProcessSettings = {}): Promise<Installation> {
  const identities = join(tempDir(), 'identities.json');
  writePrivateFile(identities, JSON.stringify({ accounts: [{ id: ACCOUNT_ID, users: [userBob()] }] }));
  const port = String(await freePort());
  return Installation.start({ COFFER_IDENTITIES: identities, COFFER_CONSOLE_PORT: port, COFFER_CONSOLE_ORIGINS: `http://localhost:${port}`, ...settings });
}

function userBob(): object {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };
  return { name: 'bob', accessKeys: [{ id: BOB.accessKeyId, secret: BOB.secretAccessKey }], policies: [{ name: 'own', document }] };
}

/** Picked beforehand: the KMS is told of the console's origin before the console is there. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
