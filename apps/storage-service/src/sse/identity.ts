import { associatedData, type AssociatedData } from '@coffer/crypto';

/** What a sealed byte belongs to. `version` is unique for every PUT and every multipart upload, so no two bodies share an identity. */
export interface ObjectIdentity {
  readonly bucket: string;
  readonly key: string;
  readonly version: Buffer;
}

export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

export function objectArn(identity: { readonly bucket: string; readonly key: string }): string {
  return `arn:aws:s3:::${identity.bucket}/${identity.key}`;
}

/** Binds a whole body to its object. */
export function bodyIdentity(identity: ObjectIdentity): AssociatedData {
  return bound('coffer/s3/v1/body', identity);
}

/** Binds a part's body to its upload and its number: a part moved to another number does not open. */
export function partIdentity(identity: ObjectIdentity, partNumber: number): AssociatedData {
  const number = Buffer.allocUnsafe(4);
  number.writeUInt32BE(partNumber);
  return bound('coffer/s3/v1/part', identity, number);
}

/** Binds a wrapped object key to its object, its mode and the user's encryption context. */
export function wrapIdentity(identity: ObjectIdentity, mode: string, context: Uint8Array): AssociatedData {
  return bound('coffer/s3/v1/object-key', identity, Buffer.from(mode), context);
}

/** Binds a record's clear bytes to its name and kind ("object", "upload", "part"). */
export function recordIdentity(kind: string, identity: ObjectIdentity, clear: Uint8Array): AssociatedData {
  return bound(`coffer/s3/v1/record/${kind}`, identity, clear);
}

function bound(label: string, identity: ObjectIdentity, ...fields: Uint8Array[]): AssociatedData {
  return associatedData(label, Buffer.from(identity.bucket), Buffer.from(identity.key), identity.version, ...fields);
}
