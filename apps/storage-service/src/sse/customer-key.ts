import { randomBytes, timingSafeEqual } from 'node:crypto';

import { associatedData, deriveKey, openSecret, seal, type Secret } from '@coffer/crypto';

import type { CustomerKey } from './encryption.js';
import type { CustomerEnvelope } from './envelope.js';
import { wrapIdentity, type ObjectIdentity } from './identity.js';

const SALT_SIZE = 32;
const NO_CONTEXT = Buffer.alloc(0);
const wrapping = associatedData('coffer/s3/v1/customer/wrap');
const recognising = associatedData('coffer/s3/v1/customer/check');

/**
 * Wraps an object key under a key derived from the customer's and a fresh salt. What is kept recognises the customer's key and cannot be
 * turned back into it.
 */
export function wrapForCustomer(customer: CustomerKey, objectKey: Secret, identity: ObjectIdentity): CustomerEnvelope {
  const salt = randomBytes(SALT_SIZE);
  using wrapKey = deriveKey(customer.secret, wrapping, { salt });
  const wrapped = seal(wrapKey, objectKey.reveal(), wrapIdentity(identity, 'customer', NO_CONTEXT));
  return { mode: 'customer', keyMd5: customer.md5, salt, check: checkOf(customer, salt), wrapped };
}

/** Throws CryptoError if the key is not the one the object was sealed for; `recognises` tells beforehand. */
export function openForCustomer(customer: CustomerKey, envelope: CustomerEnvelope, identity: ObjectIdentity): Secret {
  using wrapKey = deriveKey(customer.secret, wrapping, { salt: envelope.salt });
  return openSecret(wrapKey, envelope.wrapped, wrapIdentity(identity, 'customer', NO_CONTEXT));
}

/** Whether this is the key that the envelope was made for. Constant time. */
export function recognises(customer: CustomerKey, envelope: CustomerEnvelope): boolean {
  return timingSafeEqual(checkOf(customer, envelope.salt), envelope.check);
}

function checkOf(customer: CustomerKey, salt: Buffer): Buffer {
  using check = deriveKey(customer.secret, recognising, { salt });
  return Buffer.from(check.reveal());
}
