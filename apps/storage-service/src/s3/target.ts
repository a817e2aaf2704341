import { StorageError } from '../errors/storage-error.js';

import { checkBucketName } from './bucket-name.js';
import { decodePercent } from './query.js';

/** What a request is about: the service, a bucket, or an object. */
export interface Target {
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  /** True if the bucket came from the Host header. */
  readonly virtualHost: boolean;
}

/** S3's limit, in bytes of UTF-8. */
export const KEY_SIZE_MAX = 1_024;

/**
 * Finds bucket and key in the Host header and the raw path.
 *
 * A host in front of one of `domains` (`notes.localhost`) names the bucket, and the path is the key; any other host is path style,
 * `/bucket/key`. A key may begin with, and hold, any number of slashes: nothing is normalised.
 */
export function parseTarget(host: string, path: string, domains: readonly string[]): Target {
  // Raw bytes beyond ASCII would be taken for Latin-1 by node:http, so a key would silently become another.
  if (!path.startsWith('/') || !/^[\x21-\x7e]*$/.test(path)) throw new StorageError('InvalidURI', "Couldn't parse the specified URI.");
  const bucket = bucketOfHost(host, domains);
  if (bucket !== undefined) return target(bucket, path.slice(1), true);
  const slash = path.indexOf('/', 1);
  if (slash < 0) return target(decodePercent(path.slice(1)), '', false);
  return target(decodePercent(path.slice(1, slash)), path.slice(slash + 1), false);
}

function target(bucket: string, rawKey: string, virtualHost: boolean): Target {
  if (bucket === '') {
    if (rawKey !== '') throw new StorageError('InvalidURI', "Couldn't parse the specified URI.");
    return { bucket: undefined, key: undefined, virtualHost };
  }
  checkBucketName(bucket);
  if (rawKey === '') return { bucket, key: undefined, virtualHost };
  const key = decodePercent(rawKey);
  checkKey(key);
  return { bucket, key, virtualHost };
}

/** Throws KeyTooLongError. */
export function checkKey(key: string): void {
  if (key.length * 3 <= KEY_SIZE_MAX) return;
  const size = Buffer.byteLength(key);
  if (size <= KEY_SIZE_MAX) return;
  throw new StorageError('KeyTooLongError', 'Your key is too long', { details: { Size: String(size), MaxSizeAllowed: String(KEY_SIZE_MAX) } });
}

function bucketOfHost(host: string, domains: readonly string[]): string | undefined {
  const name = hostWithoutPort(host).toLowerCase();
  for (const domain of domains) {
    if (name.length > domain.length + 1 && name.endsWith(domain) && name.charCodeAt(name.length - domain.length - 1) === 0x2e) {
      return name.slice(0, -domain.length - 1);
    }
  }
  return undefined;
}

function hostWithoutPort(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon < 0 || host.endsWith(']') ? host : host.slice(0, colon);
}
