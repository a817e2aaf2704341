import { randomBytes } from 'node:crypto';
import type { KubernetesSecret } from '../kubernetes/secrets.js';

export const ROOT_CREDENTIALS_SECRET = 'coffer-root-credentials';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** New credentials of the account's root in AWS's shape: `AKIA` and 16 of base32; 40 characters of base64. */
export function newRootCredentials(): KubernetesSecret {
  const id = Array.from(randomBytes(16), (byte) => BASE32[byte % BASE32.length]).join('');
  const data = new Map([['access-key-id', `AKIA${id}`], ['secret-access-key', randomBytes(30).toString('base64')]]);
  return { name: ROOT_CREDENTIALS_SECRET, type: 'Opaque', data };
}
