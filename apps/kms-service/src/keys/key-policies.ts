import { parsePolicy, PolicyError, policyLengths, type Policy } from '@coffer/iam';
import { defaultKeyPolicy, managedS3KeyPolicy } from '../access/default-key-policy.js';
import { KmsError } from '../errors/kms-error.js';
import type { Key, Place } from './key.js';

/** AWS's quota, in bytes of UTF-8. */
export const KEY_POLICY_SIZE_MAX = policyLengths.key;

/** The policies of keys: as text that GetKeyPolicy answers, and parsed for as long as the key's row is kept decoded. */
export class KeyPolicies {
  readonly #place: Place;
  readonly #parsed = new WeakMap<Key, Policy>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** The policy as it was put; a key without one has the default, and one that is managed for its account AWS's for that service. */
  textOf({ policy, manager, owner }: Key): string {
    if (manager === 'AWS') return managedS3KeyPolicy(owner, this.#place.region);
    return policy ?? defaultKeyPolicy(owner);
  }

  of(key: Key): Policy {
    const before = this.#parsed.get(key);
    if (before !== undefined) return before;
    const policy = parse(this.textOf(key), key.arn);
    this.#parsed.set(key, policy);
    return policy;
  }

  /** Throws MalformedPolicyDocumentException with the place of each fault, and LimitExceededException for what is too large. */
  check(text: string): void {
    if (Buffer.byteLength(text) > KEY_POLICY_SIZE_MAX) throw new KmsError('LimitExceededException', `A key policy has at most ${String(KEY_POLICY_SIZE_MAX)} bytes.`);
    try {
      parse(text, 'new');
    } catch (error) {
      if (error instanceof PolicyError) throw new KmsError('MalformedPolicyDocumentException', error.message, { cause: error });
      throw error;
    }
  }
}

function parse(text: string, of: string): Policy {
  return parsePolicy(text, { name: `key policy of ${of}`, kind: 'resource', lengthMax: KEY_POLICY_SIZE_MAX });
}
