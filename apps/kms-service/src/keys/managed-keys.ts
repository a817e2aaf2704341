import { SERVICE_OWNER } from './key.js';

/** The alias of the key that seals SSE-KMS objects for which no key was named; AWS's. */
export const S3_MANAGED_ALIAS = 'alias/aws/s3';

/** The alias under which storage-service, in its own name, finds the key of SSE-S3. */
export const S3_SERVICE_ALIAS = 'alias/coffer/s3';

/** The alias of the key that seals session tokens. */
export const SESSION_KEY_ALIAS = 'alias/coffer/sts';

/** A key that is made when it is first named. */
export interface ManagedKey {
  readonly alias: string;
  readonly description: string;
}

/** Kept for each account; the description is AWS's. */
const OF_ACCOUNTS: readonly ManagedKey[] = [
  { alias: S3_MANAGED_ALIAS, description: 'Default key that protects my S3 objects when no other key is defined' },
];

/** Kept for the services themselves and shown to no account. */
const OF_SERVICES: readonly ManagedKey[] = [
  { alias: S3_SERVICE_ALIAS, description: 'Protects objects that are sealed for the service (SSE-S3)' },
  { alias: SESSION_KEY_ALIAS, description: 'Seals the session tokens of short-lived credentials' },
];

/** The managed key of that alias, if `owner` has one. */
export function managedKey(owner: string, alias: string): ManagedKey | undefined {
  return (owner === SERVICE_OWNER ? OF_SERVICES : OF_ACCOUNTS).find((managed) => managed.alias === alias);
}

/** Callers may not take AWS's names for their own. */
export const RESERVED_ALIAS_PREFIX = 'alias/aws/';
