import type { Secret } from '@coffer/crypto';

/** Which key material is wrapped. Both ids are bound, so wrapped material that is moved to another key does not open. */
export interface MaterialName {
  readonly keyId: string;
  /** 64 hex digits. */
  readonly materialId: string;
}

/** The wrapped bytes do not open under this root key and this name: another root key, another place, or changed bytes. */
export class RootKeyError extends Error {
  override readonly name = 'RootKeyError';
}

/** What guards all key material at rest: a file, a token, another KMS. Its own bytes never leave it. */
export interface RootKey {
  wrap(name: MaterialName, material: Secret): Promise<Buffer>;
  /** The caller disposes of the material. Throws RootKeyError if it does not open. */
  unwrap(name: MaterialName, wrapped: Uint8Array): Promise<Secret>;
  close(): void;
}
