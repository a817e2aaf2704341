import { associatedData, CryptoError, openSecret, seal, Secret } from '@coffer/crypto';
import { canonicalBytes, type EncryptionContext } from '@coffer/context';
import { type DataKey, KmsClientError, type KmsClient, type OnBehalfOf } from '@coffer/kms-client';

/** One use of a key, as a KMS would have recorded it. */
export interface KmsUse {
  readonly operation: 'GenerateDataKey' | 'Decrypt';
  readonly who: string;
  readonly keyId: string;
  readonly context: EncryptionContext;
}

/**
 * A KMS in the process of a suite: real sealing under real keys, one for each key id that is asked for, with the encryption context bound. It is
 * for suites without sockets; whatever proves the services uses the real one.
 */
export class LocalKms implements KmsClient {
  readonly uses: KmsUse[] = [];
  /** When set, every call throws it: the KMS is away, or refuses. */
  refusal: KmsClientError | undefined;
  readonly #listeners: (() => void)[] = [];
  readonly #keys = new Map<string, Secret>();

  generateDataKey(who: OnBehalfOf, keyId: string, context: EncryptionContext): Promise<DataKey> {
    return this.#answer(() => {
      this.#record('GenerateDataKey', who, keyId, context);
      const plaintext = Secret.random();
      const name = Buffer.from(keyId);
      const blob = Buffer.concat([Buffer.of(name.length), name, seal(this.#key(keyId), plaintext.reveal(), bound(context))]);
      return { keyArn: arnOf(keyId), plaintext, blob };
    });
  }

  decrypt(who: OnBehalfOf, blob: Buffer, context: EncryptionContext): Promise<{ keyArn: string; plaintext: Secret }> {
    return this.#answer(() => {
      const length = blob[0] ?? 0;
      const keyId = blob.toString('utf8', 1, 1 + length);
      this.#record('Decrypt', who, keyId, context);
      return { keyArn: arnOf(keyId), plaintext: this.#open(keyId, blob.subarray(1 + length), context) };
    });
  }

  onAccessChanged(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** As if a policy had changed. */
  changeAccess(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Gives no sessions. */
  openSession(): Promise<never> {
    return Promise.reject(this.refusal ?? new KmsClientError('UnrecognizedClientException', 'The provided token is malformed or otherwise invalid.'));
  }

  /** Keeps no identities. */
  identities(): Promise<{ readonly revision: string }> {
    return Promise.resolve({ revision: '' });
  }

  onIdentitiesChanged(): void {
    // There are none to change.
  }

  importAuditGroups(): Promise<number> {
    return Promise.resolve(0);
  }

  available(): boolean {
    return this.refusal?.code !== 'Unavailable';
  }

  close(): Promise<void> {
    for (const key of this.#keys.values()) key[Symbol.dispose]();
    return Promise.resolve();
  }

  #open(keyId: string, sealed: Buffer, context: EncryptionContext): Secret {
    try {
      return openSecret(this.#key(keyId), sealed, bound(context));
    } catch (error) {
      if (error instanceof CryptoError) throw new KmsClientError('InvalidCiphertextException', '', { cause: error });
      throw error;
    }
  }

  #key(keyId: string): Secret {
    const key = this.#keys.get(keyId) ?? Secret.random();
    this.#keys.set(keyId, key);
    return key;
  }

  #record(operation: KmsUse['operation'], who: OnBehalfOf, keyId: string, context: EncryptionContext): void {
    this.uses.push({ operation, who: who === 'service' ? who : who.arn, keyId, context });
  }

  async #answer<T>(answer: () => T): Promise<T> {
    await Promise.resolve();
    if (this.refusal) throw this.refusal;
    return answer();
  }
}

function bound(context: EncryptionContext): ReturnType<typeof associatedData> {
  return associatedData('testing/local-kms', canonicalBytes(context));
}

/** The ARN that stands for a key id, always the same. */
function arnOf(keyId: string): string {
  return `arn:aws:kms:us-east-1:000000000000:key/${keyId.replace(/^alias\//, 'of-alias-')}`;
}
