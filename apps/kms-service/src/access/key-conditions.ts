import type { EncryptionContext } from '@coffer/context';
import type { Caller, ConditionContext, ConditionValue } from '@coffer/iam';
import { hasConditionKey } from './condition-scopes.js';
import type { Use } from './use.js';

/** What conditions may ask of the key itself. */
export interface KeyFacts {
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** The alias by which the request named the key, if it did. */
  readonly requestAlias: string | undefined;
  /** All aliases of the key. */
  readonly aliases: () => readonly string[];
}

const CONTEXT_PREFIX = 'kms:encryptioncontext:';
const RESOURCE_TAG_PREFIX = 'aws:resourcetag/';
const ACTION_PREFIX = 'kms:';

/** Symmetric keys whose material is made here are all that there is. */
const OF_EVERY_KEY: ReadonlyMap<string, ConditionValue> = new Map([
  ['kms:encryptionalgorithm', 'SYMMETRIC_DEFAULT'],
  ['kms:keyorigin', 'AWS_KMS'],
  ['kms:keyspec', 'SYMMETRIC_DEFAULT'],
  ['kms:keyusage', 'ENCRYPT_DECRYPT'],
  ['kms:multiregion', 'false'],
]);

/** KMS's condition keys of one request; `facts` are left out for an operation on no key. What the operation does not have is absent. */
export function keyConditions(caller: Caller, { action, encryptionContext, conditions }: Use, facts?: KeyFacts): ConditionContext {
  const operation = action.slice(ACTION_PREFIX.length);
  const value = (name: string): ConditionValue =>
    conditions?.get(name) ?? ofCaller(caller, name) ?? OF_EVERY_KEY.get(name) ?? ofContext(encryptionContext, name) ?? (facts && ofKey(facts, name));
  return (name) => (hasConditionKey(operation, name) ? value(name) : undefined);
}

/** Whether a condition key depends on the encryption context, so that a decision that asked for it holds for that context only. */
export function isOfContext(name: string): boolean {
  return name.startsWith(CONTEXT_PREFIX) || name === 'kms:encryptioncontextkeys';
}

function ofCaller({ accountId, viaService }: Caller, name: string): ConditionValue {
  if (name === 'kms:calleraccount') return accountId;
  return name === 'kms:viaservice' ? viaService : undefined;
}

/**
 * Condition keys have no case, so that pairs of an encryption context whose keys differ by case only answer to one name, with all their values.
 * An empty context has no `kms:EncryptionContextKeys`, which conditions must be able to tell from a context of other keys.
 */
function ofContext(context: EncryptionContext | undefined, name: string): ConditionValue {
  if (context === undefined || context.size === 0) return undefined;
  if (name === 'kms:encryptioncontextkeys') return [...context.keys()];
  if (!name.startsWith(CONTEXT_PREFIX)) return undefined;
  return oneOrAll([...context].filter(([key]) => CONTEXT_PREFIX + key.toLowerCase() === name).map(([, value]) => value));
}

function ofKey({ tags, requestAlias, aliases }: KeyFacts, name: string): ConditionValue {
  if (name === 'kms:requestalias') return requestAlias;
  if (name === 'kms:resourcealiases') return aliases();
  if (!name.startsWith(RESOURCE_TAG_PREFIX)) return undefined;
  return oneOrAll(tags.filter(({ key }) => RESOURCE_TAG_PREFIX + key.toLowerCase() === name).map(({ value }) => value));
}

function oneOrAll(values: readonly string[]): ConditionValue {
  return values.length > 1 ? values : values[0];
}
