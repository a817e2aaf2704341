import { KmsError } from '../errors/kms-error.js';
import type { Place } from './key.js';

/** A key as a caller named it. `accountId` is given only by ARNs. */
export type KeyReference =
  | { readonly kind: 'key'; readonly accountId?: string; readonly id: string }
  | { readonly kind: 'alias'; readonly accountId?: string; readonly name: string };

export const ALIAS_PREFIX = 'alias/';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ALIAS = /^alias\/[a-zA-Z0-9:/_-]{1,250}$/;
const ARN = /^arn:aws:kms:([a-z0-9-]{1,63}):(\d{12}):((?:key|alias)\/.+)$/;

/** Reads the four forms: key id, key ARN, alias, alias ARN. What is none of them is AWS's `Invalid keyId`. */
export function parseKeyReference(place: Place, given: string): KeyReference {
  const arn = ARN.exec(given);
  if (arn === null) return parseLocal(given, given);
  const [, region = '', accountId = '', resource = ''] = arn;
  if (region !== place.region) throw new KmsError('NotFoundException', `Invalid arn ${region}`);
  const local = resource.startsWith('key/') ? resource.slice('key/'.length) : resource;
  const reference = parseLocal(local, given);
  if ((reference.kind === 'key') !== resource.startsWith('key/')) throw invalidKeyId(given);
  return { ...reference, accountId };
}

function parseLocal(text: string, given: string): KeyReference {
  if (UUID.test(text)) return { kind: 'key', id: text };
  if (ALIAS.test(text)) return { kind: 'alias', name: text };
  throw invalidKeyId(given);
}

function invalidKeyId(given: string): KmsError {
  return new KmsError('NotFoundException', `Invalid keyId '${given}'`);
}
