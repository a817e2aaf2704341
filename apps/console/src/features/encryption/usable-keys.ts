import type { KeyMetadata, KMSClient } from '@aws-sdk/client-kms';
import { allKeys } from '../keys/all-keys.js';

/** A KMS key that can seal: enabled, symmetric, for encryption. */
export interface UsableKey {
  /** What requests name it by: its first alias, or its id. Empty: the account's AWS managed key. */
  readonly name: string;
  readonly arn: string;
  readonly alias?: string;
  readonly description: string;
}

export const MANAGED_ALIAS = 'alias/aws/s3';

/** The account's AWS managed key, which S3 makes when it is first asked for, and then keys with aliases, then the rest. */
export async function usableKeys(kms: KMSClient, signal: AbortSignal): Promise<readonly UsableKey[]> {
  const { keys } = await allKeys(kms, signal);
  // A key that one may not describe is one that one may hardly use.
  const usable = keys.flatMap(({ metadata, aliases }) => (metadata !== undefined && canSeal(metadata) ? [usableKey(metadata, aliases)] : []));
  return [managedKey, ...usable.filter(({ alias }) => alias !== MANAGED_ALIAS)];
}

const managedKey: UsableKey = { name: '', arn: '', alias: MANAGED_ALIAS, description: 'The account’s AWS managed key: everyone whom S3 lets may use it, through S3 only.' };

function canSeal({ KeyState, KeySpec, KeyUsage }: KeyMetadata): boolean {
  return KeyState === 'Enabled' && (KeySpec ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT' && (KeyUsage ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT';
}

function usableKey({ KeyId = '', Arn = '', Description = '' }: KeyMetadata, aliases: readonly string[]): UsableKey {
  const alias = aliases.at(0);
  return { name: alias ?? KeyId, arn: Arn, description: Description, ...(alias === undefined ? {} : { alias }) };
}
