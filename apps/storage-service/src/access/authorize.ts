import type { Caller } from '@coffer/iam';

import { StorageError } from '../errors/storage-error.js';

/**
 * Throws AccessDenied unless the caller may do `action` on `resource`, which belongs to `ownerAccountId`.
 *
 * The rule: an account's own principals may do everything with what the account owns, and nobody else anything. Every operation passes
 * through here with its action and resource, so that policies have one place to be asked.
 */
export function authorize(caller: Caller, action: string, resource: string, ownerAccountId: string): void {
  if (caller.accountId === ownerAccountId) return;
  throw new StorageError(
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action`,
  );
}
