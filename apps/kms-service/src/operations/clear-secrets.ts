import { Secret } from '@coffer/crypto';

/** Clears every secret among the members of a request or a response. */
export function clearSecrets(members: object): void {
  for (const value of Object.values(members)) if (value instanceof Secret) value[Symbol.dispose]();
}
