import type { Caller } from '@coffer/iam';
import type { KmsClient } from '@coffer/kms-client';
import type { Tracing } from '@coffer/service';
import type { Secret } from '@coffer/crypto';

import type { BucketKeys } from '../sse/bucket-keys.js';
import type { CustomerKey, EncryptionChoice } from '../sse/encryption.js';
import type { Envelope } from '../sse/envelope.js';
import type { ObjectIdentity } from '../sse/identity.js';
import { Sealing, type SealedKey } from '../sse/sealing.js';

import { modeName } from './objects-metrics.js';

const CHOSEN = { default: 'sse-s3', AES256: 'sse-s3', 'SSE-C': 'sse-c', 'aws:kms': 'sse-kms' } as const satisfies Record<EncryptionChoice['mode'], string>;

/** Sealing whose steps traces show: where a request waits for a key. */
export class TracedSealing extends Sealing {
  readonly #tracing: Tracing;

  constructor(kms: KmsClient, bucketKeys: BucketKeys, segmentSize: number, tracing: Tracing) {
    super(kms, bucketKeys, segmentSize);
    this.#tracing = tracing;
  }

  override create(caller: Caller, choice: EncryptionChoice, identity: ObjectIdentity): Promise<SealedKey> {
    return this.#tracing.step('make object key', { 'coffer.sse.mode': CHOSEN[choice.mode] }, () => super.create(caller, choice, identity));
  }

  override open(caller: Caller, envelope: Envelope, identity: ObjectIdentity, customerKey: CustomerKey | undefined): Promise<Secret> {
    return this.#tracing.step('open object key', { 'coffer.sse.mode': modeName(envelope.mode) }, () => super.open(caller, envelope, identity, customerKey));
  }
}
