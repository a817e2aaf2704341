import type { EncryptionContext } from '@coffer/context';
import { contextOf } from '@coffer/context';
import type { DataKey, KmsClient, OnBehalfOf } from '@coffer/kms-client';

import { bucketArn } from './identity.js';

/** Most keys that are held at once; past it, the one that was made first goes. */
export const BUCKET_KEYS_MAX = 10_000;

export interface BucketKeysOptions {
  /** How long a key is held after the KMS gave it, in milliseconds. 0: never held, so every object costs a call. */
  readonly lifetimeMs: number;
  readonly now: () => number;
  /** Told of each use: served from here, or asked of the KMS. */
  readonly onUse: (outcome: 'hit' | 'miss') => void;
}

interface Held {
  readonly key: DataKey;
  readonly expires: number;
}

/**
 * Bucket keys: data keys that wrap object keys, so that many objects of a bucket cost one KMS call.
 *
 * They are held per principal, as S3 holds them: whoever has not been let through by the KMS within the lifetime is asked for again. A key is
 * zeroed when it expires or makes room. Callers see one only inside `use`, which must not wait, so none is zeroed under their hands.
 */
export class BucketKeys {
  readonly #held = new Map<string, Held>();
  readonly #asked = new Map<string, Promise<void>>();

  readonly #sweep: NodeJS.Timeout | undefined;

  constructor(
    private readonly kms: KmsClient,
    private readonly options: BucketKeysOptions,
  ) {
    // A key that nobody asks for again is zeroed too, at most one lifetime late.
    if (options.lifetimeMs > 0) this.#sweep = setInterval(() => { this.#forgetExpired(); }, options.lifetimeMs).unref();
  }

  /** The key under which this principal's new objects of the bucket are wrapped. */
  forSealing<T>(who: OnBehalfOf, bucket: string, keyId: string, use: (key: DataKey) => T): Promise<T> {
    return this.#with(`${principalOf(who)} seal ${bucket} ${keyId}`, () => this.kms.generateDataKey(who, keyId, contextOfBucket(bucket)), use);
  }

  /** The key in `blob`, for an object that was wrapped under it. */
  forOpening<T>(who: OnBehalfOf, bucket: string, blob: Buffer, use: (key: DataKey) => T): Promise<T> {
    const ask = async (): Promise<DataKey> => ({ ...(await this.kms.decrypt(who, blob, contextOfBucket(bucket))), blob });
    return this.#with(`${principalOf(who)} open ${bucket} ${blob.toString('latin1')}`, ask, use);
  }

  /** Zeroes everything. */
  close(): void {
    clearInterval(this.#sweep);
    for (const name of this.#held.keys()) this.#forget(name);
  }

  async #with<T>(name: string, ask: () => Promise<DataKey>, use: (key: DataKey) => T): Promise<T> {
    if (this.options.lifetimeMs === 0) return this.#once(ask, use);
    const held = this.#fresh(name);
    this.options.onUse(held ? 'hit' : 'miss');
    if (held) return use(held.key);
    await this.#ask(name, ask);
    const asked = this.#fresh(name);
    return asked ? use(asked.key) : this.#once(ask, use);
  }

  /** For the case that nothing may be held, or that what was just asked for has already made room. */
  async #once<T>(ask: () => Promise<DataKey>, use: (key: DataKey) => T): Promise<T> {
    const key = await ask();
    using _zeroed = key.plaintext;
    return use(key);
  }

  /** Callers that miss at the same time wait for one answer. */
  #ask(name: string, ask: () => Promise<DataKey>): Promise<void> {
    const asked = this.#asked.get(name) ?? ask().then((key) => { this.#hold(name, key); }).finally(() => this.#asked.delete(name));
    this.#asked.set(name, asked);
    return asked;
  }

  #hold(name: string, key: DataKey): void {
    this.#forget(name);
    const oldest = this.#held.size >= BUCKET_KEYS_MAX ? this.#held.keys().next().value : undefined;
    if (oldest !== undefined) this.#forget(oldest);
    this.#held.set(name, { key, expires: this.options.now() + this.options.lifetimeMs });
  }

  #fresh(name: string): Held | undefined {
    const held = this.#held.get(name);
    if (!held || held.expires > this.options.now()) return held;
    this.#forget(name);
    return undefined;
  }

  #forgetExpired(): void {
    for (const name of this.#held.keys()) this.#fresh(name);
  }

  #forget(name: string): void {
    this.#held.get(name)?.key.plaintext[Symbol.dispose]();
    this.#held.delete(name);
  }
}

function principalOf(who: OnBehalfOf): string {
  return who === 'service' ? who : who.arn;
}

function contextOfBucket(bucket: string): EncryptionContext {
  return contextOf([['aws:s3:arn', bucketArn(bucket)]]);
}
