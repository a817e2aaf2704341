import { randomBytes } from 'node:crypto';
import type { KubernetesSecret } from '../kubernetes/secrets.js';

export const ROOT_KEY_SECRET = 'coffer-root-key';
const ROOT_KEY_SIZE = 32;

/** A new root key in the form in which kms-service reads it: one line, `coffer-root-key-1:` and 32 bytes in base64. */
export function newRootKey(): KubernetesSecret {
  const line = `coffer-root-key-1:${randomBytes(ROOT_KEY_SIZE).toString('base64')}\n`;
  return { name: ROOT_KEY_SECRET, type: 'Opaque', data: new Map([['root-key', line]]), immutable: true };
}
