import { associatedData, CryptoError, deriveKey, open, seal, type AssociatedData, type Secret } from '@coffer/crypto';

const VERSION = 1;
const KEY_ID_LENGTH = 36;
const GRANT_ID_LENGTH = 64;

/** Which grant a token was given for. */
export interface GrantName {
  readonly keyId: string;
  readonly grantId: string;
}

/**
 * Grant tokens: what CreateGrant gives besides the grant's id. On AWS a token lets a grant be used before it is known everywhere; here a grant is
 * known at once, so that tokens are taken, checked and never needed, except to name the grant that is to be retired.
 *
 *     token  = base64(version:1 sealed)           sealed as libs/crypto seals, AES-256-GCM, under a key derived from the store's
 *     sealed = key-id:36 grant-id:64              ASCII
 *
 * The version is the associated data. Opaque, and another one each time.
 */
export class GrantTokens {
  readonly #key: Secret;

  /** The key is derived, and cleared by `close`; the store's key stays its owner's. */
  constructor(storeKey: Secret) {
    this.#key = deriveKey(storeKey, associatedData('coffer/kms/grant-token-key/1'));
  }

  make({ keyId, grantId }: GrantName): string {
    return Buffer.concat([Buffer.of(VERSION), seal(this.#key, Buffer.from(keyId + grantId), binding())]).toString('base64');
  }

  /** Undefined for what is no token of this service. */
  open(token: string): GrantName | undefined {
    const bytes = Buffer.from(token, 'base64');
    if (bytes[0] !== VERSION || bytes.toString('base64') !== token) return undefined;
    try {
      const text = open(this.#key, bytes.subarray(1), binding()).toString();
      if (text.length !== KEY_ID_LENGTH + GRANT_ID_LENGTH) return undefined;
      return { keyId: text.slice(0, KEY_ID_LENGTH), grantId: text.slice(KEY_ID_LENGTH) };
    } catch (error) {
      if (error instanceof CryptoError) return undefined;
      throw error;
    }
  }

  close(): void {
    this.#key[Symbol.dispose]();
  }
}

function binding(): AssociatedData {
  return associatedData('coffer/kms/grant-token/1', Buffer.of(VERSION));
}
