import type { ByteRange } from '@coffer/crypto';

import { StorageError } from '../errors/storage-error.js';

import type { GetObject, RangeSpec } from './commands.js';
import type { ObjectRecord, StoredPart } from './record.js';

/** What was asked of the object: a range, a part, or undefined for the whole. Throws InvalidRange or InvalidPartNumber (416). */
export function requestedRange(get: Pick<GetObject, 'range' | 'partNumber'>, record: ObjectRecord): ByteRange | undefined {
  if (get.partNumber !== undefined) return rangeOfPart(get.partNumber, record);
  return get.range && resolveRange(get.range, record.size);
}

/** RFC 9110 section 14.1.2: a range that begins past the end, and an empty suffix, cannot be satisfied. */
export function resolveRange(spec: RangeSpec, size: number): ByteRange {
  const start = spec.kind === 'from' ? spec.first : Math.max(size - spec.length, 0);
  const end = spec.kind === 'from' && spec.last !== undefined ? Math.min(spec.last + 1, size) : size;
  if (start < end) return { start, end };
  throw new StorageError('InvalidRange', 'The requested range is not satisfiable', { details: { ActualObjectSize: String(size) } });
}

function rangeOfPart(partNumber: number, record: ObjectRecord): ByteRange | undefined {
  const parts: readonly Pick<StoredPart, 'size'>[] = record.body.kind === 'parts' ? record.body.parts : [{ size: record.size }];
  const part = parts[partNumber - 1];
  if (!part) throw new StorageError('InvalidPartNumber', 'The requested partnumber is not satisfiable');
  if (record.size === 0) return undefined;
  const start = parts.slice(0, partNumber - 1).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + part.size };
}
