import type { Caller } from '@coffer/iam';
import type { Use } from '../access/use.js';
import { KmsError } from '../errors/kms-error.js';
import type { Key, KeyTag } from './key.js';
import { alive, type Keyring } from './keyring.js';

/** AWS's quota. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
export const TAGS_PER_KEY_MAX = 50;

/** Gives a key tags, in the place of those of the same keys. Throws TagException for more than a key may have. */
export function tagKey(keyring: Keyring, caller: Caller, use: Use, given: string, tags: readonly KeyTag[]): Promise<Key> {
  const named = new Set(tags.map(({ key }) => key));
  return keyring.change(caller, use, given, (key) => {
    const all = [...alive(key).tags.filter((tag) => !named.has(tag.key)), ...tags];
    if (all.length > TAGS_PER_KEY_MAX) throw new KmsError('TagException', 'Too many tags', { keyArn: key.arn });
    return { ...key, tags: all };
  });
}

/** Tags that are not there are no error. */
export function untagKey(keyring: Keyring, caller: Caller, use: Use, given: string, keys: readonly string[]): Promise<Key> {
  return keyring.change(caller, use, given, (key) => ({ ...alive(key), tags: key.tags.filter((tag) => !keys.includes(tag.key)) }));
}

export function describeAs(keyring: Keyring, caller: Caller, use: Use, given: string, description: string): Promise<Key> {
  return keyring.change(caller, use, given, (key) => ({ ...alive(key), description }));
}
