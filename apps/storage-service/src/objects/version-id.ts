import type { VersionRef } from '../engine/object-index.js';
import { StorageError } from '../errors/storage-error.js';

/**
 * A version id, as clients see it: text without a meaning for them, at most 64 characters, none of which a URL would escape.
 *
 *     version-id     = base64url( id:16  version )       version: what the object's bytes are bound to; empty for a delete marker
 *                    | "null"                            the version that has no id of its own
 *
 * `id` is the index's, by which a version is found and its key's versions are ordered. `version` stands in the object's record, whose seal
 * authenticates it: if the rows of two versions are exchanged, an id no longer leads to the version that it was given for, but to none.
 */
export type VersionId = 'null' | { readonly id: Buffer; readonly version: Buffer };

/** Which version of its key an object is, and what its bytes are bound to. */
export interface ObjectVersion extends VersionRef {
  readonly version: Buffer;
}

const ID_SIZE = 16;
/** Of a delete marker, of what one request put, and of an upload. */
const SIZES: ReadonlySet<number> = new Set([ID_SIZE, ID_SIZE + 16, ID_SIZE + 32]);
const TEXT = /^[A-Za-z0-9_-]{22,64}$/;
const NOTHING = Buffer.alloc(0);

export function printVersionId({ id, hasId, version }: ObjectVersion): string {
  return hasId ? Buffer.concat([id, version]).toString('base64url') : 'null';
}

export function printMarkerId(marker: VersionRef): string {
  return printVersionId({ ...marker, version: NOTHING });
}

/** Throws InvalidArgument for whatever was never printed, in S3's words. `argument` is the parameter that said it. */
export function parseVersionId(text: string, argument = 'versionId'): VersionId {
  if (text === 'null') return text;
  if (text === '') throw invalid('Version id cannot be the empty string', argument, text);
  const bytes = TEXT.test(text) ? Buffer.from(text, 'base64url') : NOTHING;
  if (!SIZES.has(bytes.length) || bytes.toString('base64url') !== text) throw invalid('Invalid version id specified', argument, text);
  return { id: bytes.subarray(0, ID_SIZE), version: bytes.subarray(ID_SIZE) };
}

/** Whether what was found is what the id was given for. `version` is undefined for a delete marker. */
export function isNamed(asked: VersionId, found: VersionRef, version: Buffer | undefined): boolean {
  if (asked === 'null') return !found.hasId;
  return found.hasId && found.id.equals(asked.id) && asked.version.equals(version ?? NOTHING);
}

export function noSuchVersion(key: string, asked: VersionId): StorageError {
  const VersionId = asked === 'null' ? asked : printVersionId({ ...asked, hasId: true });
  return new StorageError('NoSuchVersion', 'The specified version does not exist.', { details: { Key: key, VersionId } });
}

function invalid(message: string, argument: string, text: string): StorageError {
  return new StorageError('InvalidArgument', message, { details: { ArgumentName: argument, ArgumentValue: text } });
}
