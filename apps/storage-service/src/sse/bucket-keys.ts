import { createHash } from 'node:crypto';

import type { EncryptionContext } from '@coffer/context';
import { contextOf } from '@coffer/context';
import type { Caller } from '@coffer/iam';
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
  /** Told of each key that is zeroed while others live on. */
  readonly onDropped?: (reason: DropReason) => void;
}

/** Its lifetime was over, another needed its place, or the KMS said that access had changed. */
export type DropReason = 'expired' | 'evicted' | 'access-changed';

interface Held {
  readonly key: DataKey;
  readonly expires: number;
}

/** One question to the KMS that several uses may wait for. */
interface Question {
  readonly name: string;
  readonly ask: () => Promise<DataKey>;
}

/** Begins the names of the keys that are the service's own, which no policy gives or takes. */
const OWN = 'service ';

/**
 * Bucket keys: data keys that wrap object keys, so that many objects of a bucket cost one KMS call.
 *
 * They are held per requester, as S3 holds them: whoever has not been let through by the KMS within the lifetime is asked for again. A requester is
 * everything that a policy may have looked at and that callers do not choose for themselves, as they do a user agent: principal, access key, session, source
 * address, whether over TLS. When the KMS says that access has changed, every caller's key goes at once, and so does an answer that was asked for
 * before; the service's own stay. A key is zeroed when it expires or makes room. Callers see one only inside `use`, which must not wait, so none is zeroed under
 * their hands.
 */
export class BucketKeys {
  readonly #held = new Map<string, Held>();
  readonly #asked = new Map<string, Promise<void>>();
  /** What names of keys say of a requester, for as long as others keep the caller. */
  readonly #requesters = new WeakMap<Caller, string>();
  /** How often access has changed: an answer of an earlier time is not held. */
  #changes = 0;

  readonly #sweep: NodeJS.Timeout | undefined;

  constructor(
    private readonly kms: KmsClient,
    private readonly options: BucketKeysOptions,
  ) {
    kms.onAccessChanged(() => { this.#forgetCallers(); });
    // A key that nobody asks for again is zeroed too, at most one lifetime late.
    if (options.lifetimeMs > 0) this.#sweep = setInterval(() => { this.#forgetExpired(); }, options.lifetimeMs).unref();
  }

  /** The key under which this principal's new objects of the bucket are wrapped. */
  forSealing<T>(who: OnBehalfOf, bucket: string, keyId: string, use: (key: DataKey) => T): Promise<T> {
    const ask = (): Promise<DataKey> => this.kms.generateDataKey(who, keyId, contextOfBucket(bucket));
    return this.#with({ name: `${this.#requesterOf(who)} seal ${bucket} ${keyId}`, ask }, use);
  }

  /** The key in `blob`, for an object that was wrapped under it. */
  forOpening<T>(who: OnBehalfOf, bucket: string, blob: Buffer, use: (key: DataKey) => T): Promise<T> {
    const ask = async (): Promise<DataKey> => ({ ...(await this.kms.decrypt(who, blob, contextOfBucket(bucket))), blob });
    return this.#with({ name: `${this.#requesterOf(who)} open ${bucket} ${blob.toString('latin1')}`, ask }, use);
  }

  /** Keys that are held. */
  get size(): number {
    return this.#held.size;
  }

  /** Milliseconds since the oldest key that is held was given; 0 if none is. */
  get oldestAgeMs(): number {
    const [oldest] = this.#held.values();
    return oldest === undefined ? 0 : this.options.now() + this.options.lifetimeMs - oldest.expires;
  }

  /** Zeroes everything. */
  close(): void {
    clearInterval(this.#sweep);
    for (const name of this.#held.keys()) this.#forget(name);
  }

  async #with<T>(question: Question, use: (key: DataKey) => T): Promise<T> {
    if (this.options.lifetimeMs === 0) return this.#once(question, use);
    const held = this.#fresh(question.name);
    this.options.onUse(held ? 'hit' : 'miss');
    if (held) return use(held.key);
    await this.#ask(question);
    const asked = this.#fresh(question.name);
    return asked ? use(asked.key) : this.#once(question, use);
  }

  /** For the case that nothing may be held, or that what was just asked for has already made room or is no longer good. */
  async #once<T>({ ask }: Question, use: (key: DataKey) => T): Promise<T> {
    const key = await ask();
    using _zeroed = key.plaintext;
    return use(key);
  }

  /** Callers that miss at the same time wait for one answer. */
  #ask({ name, ask }: Question): Promise<void> {
    const before = this.#asked.get(name);
    if (before) return before;
    const changes = this.#changes;
    const asked = ask()
      .then((key) => {
        if (changes === this.#changes || name.startsWith(OWN)) this.#hold(name, key);
        else key.plaintext[Symbol.dispose]();
      })
      .finally(() => {
        if (this.#asked.get(name) === asked) this.#asked.delete(name);
      });
    this.#asked.set(name, asked);
    return asked;
  }

  /** Who asks from now on is not answered by what was asked before. */
  #forgetCallers(): void {
    this.#changes += 1;
    for (const name of this.#held.keys()) if (!name.startsWith(OWN)) this.#drop(name, 'access-changed');
    for (const name of this.#asked.keys()) if (!name.startsWith(OWN)) this.#asked.delete(name);
  }

  #hold(name: string, key: DataKey): void {
    this.#forget(name);
    const oldest = this.#held.size >= BUCKET_KEYS_MAX ? this.#held.keys().next().value : undefined;
    if (oldest !== undefined) this.#drop(oldest, 'evicted');
    this.#held.set(name, { key, expires: this.options.now() + this.options.lifetimeMs });
  }

  #requesterOf(who: OnBehalfOf): string {
    if (who === 'service') return OWN;
    let text = this.#requesters.get(who);
    if (text === undefined) this.#requesters.set(who, (text = requesterText(who)));
    return text;
  }

  #fresh(name: string): Held | undefined {
    const held = this.#held.get(name);
    if (!held || held.expires > this.options.now()) return held;
    this.#drop(name, 'expired');
    return undefined;
  }

  #forgetExpired(): void {
    for (const name of this.#held.keys()) this.#fresh(name);
  }

  #drop(name: string, reason: DropReason): void {
    this.#forget(name);
    this.options.onDropped?.(reason);
  }

  #forget(name: string): void {
    this.#held.get(name)?.key.plaintext[Symbol.dispose]();
    this.#held.delete(name);
  }
}

/**
 * Everything about a requester that the KMS may have let it through for, as text that no two have alike: a role's sessions differ by their tokens, in
 * which their policies are, and one principal's places by their addresses.
 */
function requesterText({ type, arn, accountId, accessKeyId, sourceIp, secureTransport, viaService, sessionToken }: Caller): string {
  return JSON.stringify([type, arn, accountId, accessKeyId, sourceIp, secureTransport, viaService, sessionToken && digestOf(sessionToken.reveal())]);
}

/** A name must not hold a token: names are kept for as long as keys. */
function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

function contextOfBucket(bucket: string): EncryptionContext {
  return contextOf([['aws:s3:arn', bucketArn(bucket)]]);
}
