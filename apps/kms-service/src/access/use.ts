import type { EncryptionContext } from '@coffer/context';
import type { ConditionValue } from '@coffer/iam';
import type { Action } from './action.js';

/** What an operation is about to do with a key, and what its request says that conditions and grants may ask for. */
export interface Use {
  readonly action: Action;
  /** The request's, for operations that take one; for CreateGrant, the one that the grant is constrained to. */
  readonly encryptionContext?: EncryptionContext | undefined;
  /** Condition keys of this one request, by name in lower case: `kms:grantoperations`. */
  readonly conditions?: ReadonlyMap<string, ConditionValue> | undefined;
}

/** A use that nothing is to be said of but its action. */
export function use(action: Action): Use {
  return { action };
}
