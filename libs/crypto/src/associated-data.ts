import { CryptoError } from './errors.js';

/** Most bytes in one framed list, frames counted: room for a record that names ten thousand parts. */
export const ASSOCIATED_DATA_SIZE_MAX = 16 * 1024 * 1024;

declare const framed: unique symbol;

/** Bytes that were framed by `associatedData`, and so cannot collide with another list's. Read-only by convention. */
export type AssociatedData = Uint8Array & { readonly [framed]: true };

/**
 * Joins a label and fields so that no two lists give the same bytes.
 *
 *     associated data = (length:u32  bytes)*      big-endian; the label first, then each field
 *
 * The label names the use ("kms/v1/blob"), so bytes sealed for one use never open in another. It must be well-formed and
 * not empty. Limit: `ASSOCIATED_DATA_SIZE_MAX`, else `bad_parameter`.
 */
export function associatedData(label: string, ...fields: Uint8Array[]): AssociatedData {
  if (label === '' || !label.isWellFormed()) throw new CryptoError('bad_parameter', 'A label is well-formed text, not empty.');
  const labelSize = Buffer.byteLength(label);
  const bytes = Buffer.allocUnsafeSlow(checkedSize(fields.reduce((size, field) => size + 4 + field.length, 4 + labelSize)));
  let at = bytes.writeUInt32BE(labelSize, 0);
  at += bytes.write(label, at);
  for (const field of fields) {
    at = bytes.writeUInt32BE(field.length, at);
    bytes.set(field, at);
    at += field.length;
  }
  return bytes as Uint8Array as AssociatedData;
}

function checkedSize(size: number): number {
  if (size > ASSOCIATED_DATA_SIZE_MAX) {
    throw new CryptoError('bad_parameter', `Associated data has at most ${ASSOCIATED_DATA_SIZE_MAX} bytes, not ${size}.`);
  }
  return size;
}
