import type { Action } from './action.js';

/** What may be done with a key of another account, if that account's key lets it and one's own policies do. */
const ACROSS_ACCOUNTS: ReadonlySet<Action> = new Set<Action>([
  'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ListGrants',
  'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:RetireGrant', 'kms:RevokeGrant',
]);

/** What a service does in its own name, on keys that services own. No policy says so, and none takes it away. */
const OF_SERVICES: ReadonlySet<Action> = new Set<Action>([
  'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:GenerateRandom', 'kms:ListAliases',
  'kms:ListKeys', 'kms:ReEncryptFrom', 'kms:ReEncryptTo',
]);

/**
 * Whether AWS lets an operation name a key of another account at all.
 *
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
export function reachesAcrossAccounts(action: Action): boolean {
  return ACROSS_ACCOUNTS.has(action);
}

export function isForServices(action: Action): boolean {
  return OF_SERVICES.has(action);
}
