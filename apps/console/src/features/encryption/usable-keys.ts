import { DescribeKeyCommand, ListAliasesCommand, ListKeysCommand, type KeyMetadata, type KMSClient } from '@aws-sdk/client-kms';

/** A KMS key that can seal: enabled, symmetric, for encryption. */
export interface UsableKey {
  /** What requests name it by: its first alias, or its id. Empty: the account's AWS managed key. */
  readonly name: string;
  readonly arn: string;
  readonly alias?: string;
  readonly description: string;
}

/** More keys than this are found by name only: a list of a thousand helps nobody choose. */
export const KEYS_LISTED_MAX = 200;
const PAGE_SIZE = 100;
const AT_ONCE = 6;
export const MANAGED_ALIAS = 'alias/aws/s3';

/** The account's AWS managed key, which S3 makes when it is first asked for, and then keys with aliases, then the rest. */
export async function usableKeys(kms: KMSClient, signal: AbortSignal): Promise<readonly UsableKey[]> {
  const [ids, aliases] = await Promise.all([keyIds(kms, signal), aliasesByKey(kms, signal)]);
  const described = await inTurn(ids, (id) => describeOrSkip(kms, id, signal));
  const keys = described.flatMap((metadata) => (metadata !== undefined && canSeal(metadata) ? [usableKey(metadata, aliases.get(metadata.KeyId ?? '') ?? [])] : []));
  return [managedKey, ...keys.filter(({ alias }) => alias !== MANAGED_ALIAS).sort(byAlias)];
}

const managedKey: UsableKey = { name: '', arn: '', alias: MANAGED_ALIAS, description: 'The account’s AWS managed key: everyone whom S3 lets may use it, through S3 only.' };

function canSeal({ KeyState, KeySpec, KeyUsage }: KeyMetadata): boolean {
  return KeyState === 'Enabled' && (KeySpec ?? 'SYMMETRIC_DEFAULT') === 'SYMMETRIC_DEFAULT' && (KeyUsage ?? 'ENCRYPT_DECRYPT') === 'ENCRYPT_DECRYPT';
}

function usableKey({ KeyId = '', Arn = '', Description = '' }: KeyMetadata, aliases: readonly string[]): UsableKey {
  const alias = aliases.at(0);
  return { name: alias ?? KeyId, arn: Arn, description: Description, ...(alias === undefined ? {} : { alias }) };
}

function byAlias(one: UsableKey, other: UsableKey): number {
  if ((one.alias === undefined) !== (other.alias === undefined)) return one.alias === undefined ? 1 : -1;
  return one.name.localeCompare(other.name, 'en');
}

async function keyIds(kms: KMSClient, abortSignal: AbortSignal): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let Marker: string | undefined, more = true; more && ids.length < KEYS_LISTED_MAX;) {
    const page = await kms.send(new ListKeysCommand({ Limit: PAGE_SIZE, ...(Marker === undefined ? {} : { Marker }) }), { abortSignal });
    ids.push(...(page.Keys ?? []).map(({ KeyId = '' }) => KeyId));
    [Marker, more] = [page.NextMarker, page.Truncated === true];
  }
  return ids.slice(0, KEYS_LISTED_MAX);
}

async function aliasesByKey(kms: KMSClient, abortSignal: AbortSignal): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (let Marker: string | undefined, more = true, pages = 0; more && pages < KEYS_LISTED_MAX / PAGE_SIZE; pages += 1) {
    const page = await kms.send(new ListAliasesCommand({ Limit: PAGE_SIZE, ...(Marker === undefined ? {} : { Marker }) }), { abortSignal });
    for (const { AliasName = '', TargetKeyId = '' } of page.Aliases ?? []) found.set(TargetKeyId, [...(found.get(TargetKeyId) ?? []), AliasName]);
    [Marker, more] = [page.NextMarker, page.Truncated === true];
  }
  return found;
}

/** A key that one may not describe is one that one may hardly use. */
async function describeOrSkip(kms: KMSClient, KeyId: string, abortSignal: AbortSignal): Promise<KeyMetadata | undefined> {
  try {
    return (await kms.send(new DescribeKeyCommand({ KeyId }), { abortSignal })).KeyMetadata;
  } catch (thrown) {
    if (abortSignal.aborted) throw thrown;
    return undefined;
  }
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return results;
}
