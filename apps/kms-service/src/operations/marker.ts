import { KmsError } from '../errors/kms-error.js';
import { lengthOf, type Violation } from './constraints.js';

const MARKER_LENGTH_MAX = 1024;

/** Begins every marker; a marker of another listing or version is then an invalid one. */
const PREFIX = 'coffer-1:';

export function markerOf(value: string | undefined): Violation {
  return lengthOf('marker', value, 1, MARKER_LENGTH_MAX);
}

/** The marker that continues after `name` in the listing `list`. Opaque to callers. */
export function encodeMarker(list: string, name: string): string {
  return Buffer.from(`${PREFIX}${list}:${name}`).toString('base64url');
}

/** The name after which to continue; empty for the beginning. */
export function decodeMarker(list: string, marker: string | undefined): string {
  if (marker === undefined) return '';
  const text = Buffer.from(marker, 'base64url').toString('latin1');
  const begin = `${PREFIX}${list}:`;
  const isOurs = text.startsWith(begin) && /^[\x21-\x7e]+$/.test(text) && Buffer.from(text).toString('base64url') === marker;
  if (!isOurs) throw new KmsError('InvalidMarkerException', 'The marker is not one that this listing gave.');
  return text.slice(begin.length);
}
