import { type EncryptionContext, canonicalBytes, contextOf } from '@coffer/context';
import { CryptoError, openSecret, seal, Secret } from '@coffer/crypto';
import type { Caller } from '@coffer/iam';
import type { DataKey, KmsClient, OnBehalfOf } from '@coffer/kms-client';

import { damaged } from '../errors/damaged.js';
import { StorageError } from '../errors/storage-error.js';

import { assertSigned } from './assert-signed.js';
import type { BucketKeys } from './bucket-keys.js';
import { openForCustomer, recognises, wrapForCustomer } from './customer-key.js';
import type { CustomerKey, EncryptionChoice } from './encryption.js';
import type { BucketKeyEnvelope, Envelope, KeptEnvelope, ServiceEnvelope, WrappedKey } from './envelope.js';
import { objectArn, wrapIdentity, type ObjectIdentity } from './identity.js';
import { throwAsStorageError } from './kms-errors.js';

/** The key that the KMS keeps for this service and shows to no account: it wraps what is sealed with SSE-S3. */
export const SERVICE_KEY_ID = 'alias/coffer/s3';
/** The account's AWS managed key, for SSE-KMS that names no key. */
export const MANAGED_KEY_ID = 'alias/aws/s3';
/** The pair that S3 always binds; no caller may bring its own. */
export const ARN_PAIR = 'aws:s3:arn';

const OBJECT_KEY_SIZE = 32;
const NO_CONTEXT = canonicalBytes(contextOf([]));

/** An object's key in the clear and how it is wrapped. The holder disposes of the key. */
export interface SealedKey {
  readonly objectKey: Secret;
  readonly envelope: Envelope;
}

/** Makes the key of a new object, wrapped as the request asks, and opens it again for whoever may. Errors are StorageErrors of S3's own codes. */
export class Sealing {
  constructor(
    private readonly kms: KmsClient,
    private readonly bucketKeys: BucketKeys,
    private readonly segmentSize: number,
  ) {}

  /** A fresh key for `identity`. For SSE-KMS without a bucket key it is the KMS's data key; else it is random and wrapped. */
  async create(caller: Caller, choice: EncryptionChoice, identity: ObjectIdentity): Promise<SealedKey> {
    const { objectKey, wrapped } = await this.#create(caller, choice, identity).catch(throwAsStorageError);
    return { objectKey, envelope: { ...wrapped, segmentSize: this.segmentSize } };
  }

  /** The object's key, if the caller may have it. `customerKey` is what the request brought, checked against what the object needs. */
  async open(caller: Caller, envelope: Envelope, identity: ObjectIdentity, customerKey: CustomerKey | undefined): Promise<Secret> {
    assertReadable(caller, envelope, customerKey);
    return this.#open(caller, envelope, identity, customerKey).catch(throwWhatOpeningMeans);
  }

  /** Keeps a secret for the service itself, bound to an object: what needs no caller to be opened again. */
  async keep(secret: Secret, identity: ObjectIdentity): Promise<KeptEnvelope> {
    const wrap = (key: DataKey): KeptEnvelope => ({ ...wrapForService(key, secret, identity), segmentSize: this.segmentSize });
    return this.bucketKeys.forSealing('service', identity.bucket, SERVICE_KEY_ID, wrap).catch(throwAsStorageError);
  }

  /** What `keep` kept. */
  async kept(envelope: ServiceEnvelope, identity: ObjectIdentity): Promise<Secret> {
    const open = (key: DataKey): Secret => unwrap(key, envelope, identity, NO_CONTEXT);
    return this.bucketKeys.forOpening('service', identity.bucket, envelope.blob, open).catch(throwWhatOpeningMeans);
  }

  async #create(caller: Caller, choice: EncryptionChoice, identity: ObjectIdentity): Promise<{ objectKey: Secret; wrapped: WrappedKey }> {
    switch (choice.mode) {
      case 'default':
      case 'AES256':
        return this.#createUnder('service', identity, SERVICE_KEY_ID, (key, objectKey) => wrapForService(key, objectKey, identity));
      case 'SSE-C': {
        const objectKey = Secret.random(OBJECT_KEY_SIZE);
        return { objectKey, wrapped: wrapForCustomer(choice.key, objectKey, identity) };
      }
      case 'aws:kms': {
        assertSigned(caller);
        const context = choice.context ?? contextOf([]);
        const keyId = choice.keyId ?? MANAGED_KEY_ID;
        if (!choice.bucketKey) return this.#createByKms(caller, keyId, context, identity);
        return this.#createUnder(caller, identity, keyId, (key, objectKey) => wrapUnderBucketKey(key, objectKey, identity, context));
      }
    }
  }

  async #createByKms(caller: Caller, keyId: string, context: EncryptionContext, identity: ObjectIdentity): Promise<{ objectKey: Secret; wrapped: WrappedKey }> {
    const { keyArn, plaintext, blob } = await this.kms.generateDataKey(caller, keyId, fullContext(identity, context));
    return { objectKey: plaintext, wrapped: { mode: 'kms', keyArn, context, blob } };
  }

  async #createUnder(
    who: OnBehalfOf,
    identity: ObjectIdentity,
    keyId: string,
    wrap: (key: DataKey, objectKey: Secret) => WrappedKey,
  ): Promise<{ objectKey: Secret; wrapped: WrappedKey }> {
    return this.bucketKeys.forSealing(who, identity.bucket, keyId, (key) => {
      const objectKey = Secret.random(OBJECT_KEY_SIZE);
      return { objectKey, wrapped: wrap(key, objectKey) };
    });
  }

  async #open(caller: Caller, envelope: Envelope, identity: ObjectIdentity, customerKey: CustomerKey | undefined): Promise<Secret> {
    switch (envelope.mode) {
      case 's3':
        return this.bucketKeys.forOpening('service', identity.bucket, envelope.blob, (key) => unwrap(key, envelope, identity, NO_CONTEXT));
      case 'kms-bucket-key':
        return this.bucketKeys.forOpening(caller, identity.bucket, envelope.blob, (key) =>
          unwrap(key, envelope, identity, canonicalBytes(envelope.context)),
        );
      case 'kms':
        return (await this.kms.decrypt(caller, envelope.blob, fullContext(identity, envelope.context))).plaintext;
      case 'customer':
        if (!customerKey) throw new Error('internal error: a customer key was demanded and is not there');
        return openForCustomer(customerKey, envelope, identity);
    }
  }
}

/** For a part: the request must bring what the upload was begun with. */
export function assertPartFitsUpload(envelope: Envelope, customerKey: CustomerKey | undefined): void {
  if ((envelope.mode === 'customer') !== (customerKey !== undefined)) {
    throw new StorageError(
      'InvalidRequest',
      'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
    );
  }
  if (envelope.mode === 'customer' && customerKey && !recognises(customerKey, envelope)) {
    throw new StorageError('InvalidRequest', 'The provided encryption parameters did not match the ones used originally.');
  }
}

/** Everything that reading asks of a request, whether or not a key is used in the end. */
export function assertReadable(caller: Caller, envelope: Envelope, customerKey: CustomerKey | undefined): void {
  if (envelope.mode === 'kms' || envelope.mode === 'kms-bucket-key') assertSigned(caller);
  assertCustomerKeyFits(envelope, customerKey);
}

/** For reading. HEAD needs no key of the KMS, but S3 demands the customer's even there. */
export function assertCustomerKeyFits(envelope: Envelope, customerKey: CustomerKey | undefined): void {
  if (envelope.mode === 'customer' && !customerKey) {
    throw new StorageError(
      'InvalidRequest',
      'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    );
  }
  if (envelope.mode !== 'customer' && customerKey) {
    throw new StorageError('InvalidRequest', 'The encryption parameters are not applicable to this object.');
  }
  if (envelope.mode === 'customer' && customerKey && !recognises(customerKey, envelope)) {
    throw new StorageError(
      'AccessDenied',
      'Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.',
    );
  }
}

function wrapForService(key: DataKey, objectKey: Secret, identity: ObjectIdentity): ServiceEnvelope {
  const wrapped = seal(key.plaintext, objectKey.reveal(), wrapIdentity(identity, 's3', NO_CONTEXT));
  return { mode: 's3', blob: key.blob, wrapped };
}

function wrapUnderBucketKey(key: DataKey, objectKey: Secret, identity: ObjectIdentity, context: EncryptionContext): BucketKeyEnvelope {
  const wrapped = seal(key.plaintext, objectKey.reveal(), wrapIdentity(identity, 'kms-bucket-key', canonicalBytes(context)));
  return { mode: 'kms-bucket-key', keyArn: key.keyArn, context, blob: key.blob, wrapped };
}

function unwrap(key: DataKey, envelope: ServiceEnvelope | BucketKeyEnvelope, identity: ObjectIdentity, context: Uint8Array): Secret {
  return openSecret(key.plaintext, envelope.wrapped, wrapIdentity(identity, envelope.mode, context));
}

function fullContext(identity: ObjectIdentity, context: EncryptionContext): EncryptionContext {
  return contextOf([[ARN_PAIR, objectArn(identity)], ...context]);
}

function throwWhatOpeningMeans(error: unknown): never {
  if (error instanceof CryptoError) throw damaged('key', 'the wrapped object key does not open', error);
  throwAsStorageError(error);
}
