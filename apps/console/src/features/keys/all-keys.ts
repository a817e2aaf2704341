import { DescribeKeyCommand, ListAliasesCommand, ListKeysCommand, type KeyMetadata, type KMSClient } from '@aws-sdk/client-kms';
import { inTurn } from './in-turn.js';

/** A KMS key and the aliases that name it. */
export interface ListedKey {
  readonly id: string;
  readonly aliases: readonly string[];
  /** Absent: one may not describe it. */
  readonly metadata?: KeyMetadata;
}

export interface ListedKeys {
  readonly keys: readonly ListedKey[];
  readonly isComplete: boolean;
}

/** Each is described by a request of its own. */
export const KEYS_LISTED_MAX = 200;
const PAGE_SIZE = 100;
const PAGES_MAX = 10;

/** The account's keys, those with aliases first. */
export async function allKeys(kms: KMSClient, signal: AbortSignal): Promise<ListedKeys> {
  const [{ ids, isComplete }, aliases] = await Promise.all([keyIds(kms, signal), aliasesByKey(kms, signal)]);
  const keys = await inTurn(ids, async (id): Promise<ListedKey> => {
    const metadata = await describeOrSkip(kms, id, signal);
    return { id, aliases: aliases.get(id) ?? [], ...(metadata !== undefined && { metadata }) };
  });
  return { keys: keys.sort(byName), isComplete };
}

/** What people call a key: its first alias, else its id. */
export function nameOf({ id, aliases }: Pick<ListedKey, 'id' | 'aliases'>): string {
  return aliases[0] ?? id;
}

function byName(one: ListedKey, other: ListedKey): number {
  const [first, second] = [one.aliases.length === 0, other.aliases.length === 0];
  if (first !== second) return first ? 1 : -1;
  return nameOf(one).localeCompare(nameOf(other), 'en');
}

async function keyIds(kms: KMSClient, abortSignal: AbortSignal): Promise<{ readonly ids: readonly string[]; readonly isComplete: boolean }> {
  const ids: string[] = [];
  let Marker: string | undefined;
  while (ids.length < KEYS_LISTED_MAX) {
    const page = await kms.send(new ListKeysCommand({ Limit: PAGE_SIZE, ...(Marker !== undefined && { Marker }) }), { abortSignal });
    ids.push(...(page.Keys ?? []).map(({ KeyId = '' }) => KeyId));
    Marker = page.NextMarker;
    if (page.Truncated !== true) return { ids, isComplete: true };
  }
  return { ids: ids.slice(0, KEYS_LISTED_MAX), isComplete: false };
}

/** Of one key, or of all. */
export async function aliasesByKey(kms: KMSClient, abortSignal: AbortSignal, KeyId?: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  let Marker: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await kms.send(new ListAliasesCommand({ Limit: PAGE_SIZE, ...(KeyId !== undefined && { KeyId }), ...(Marker !== undefined && { Marker }) }), { abortSignal });
    for (const { AliasName = '', TargetKeyId = '' } of page.Aliases ?? []) found.set(TargetKeyId, [...(found.get(TargetKeyId) ?? []), AliasName]);
    Marker = page.NextMarker;
    if (page.Truncated !== true) break;
  }
  return found;
}

async function describeOrSkip(kms: KMSClient, KeyId: string, abortSignal: AbortSignal): Promise<KeyMetadata | undefined> {
  try {
    return (await kms.send(new DescribeKeyCommand({ KeyId }), { abortSignal })).KeyMetadata;
  } catch (thrown) {
    if (abortSignal.aborted) throw thrown;
    return undefined;
  }
}
