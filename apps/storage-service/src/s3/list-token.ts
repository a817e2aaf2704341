import { crc32 } from 'node:zlib';

import { StorageError } from '../errors/storage-error.js';

const VERSION = 1;
const HEADER_SIZE = 5;
const TEXT = /^[A-Za-z0-9_-]{7,2048}$/;

/**
 * The place where a listing goes on, as a text that clients have no reason to look into.
 *
 *     token = base64url( version:1  crc32:u32  key )      the CRC of version and key
 *
 * The CRC tells a damaged or invented token from a true one. It keeps no secret: a token says only where to go on, and whoever may list
 * could have asked for that place by `start-after`.
 */
export function printListToken(key: string): string {
  const text = Buffer.from(key);
  const token = Buffer.allocUnsafe(HEADER_SIZE + text.length);
  token[0] = VERSION;
  token.writeUInt32BE(crc32(text, VERSION), 1); // The version is the start value, so it is covered too.
  token.set(text, HEADER_SIZE);
  return token.toString('base64url');
}

/** The key of a token. Throws InvalidArgument for whatever `printListToken` did not print. */
export function parseListToken(token: string): string {
  const bytes = TEXT.test(token) ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
  const key = bytes.subarray(HEADER_SIZE).toString();
  if (bytes.length > HEADER_SIZE && printListToken(key) === token) return key;
  throw new StorageError('InvalidArgument', 'The continuation token provided is incorrect', { details: { ArgumentName: 'continuation-token', ArgumentValue: token } });
}
