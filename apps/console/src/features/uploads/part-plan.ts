/** A range of a body that goes as one part; parts are numbered from 1. */
export interface PlannedPart {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

const MIB = 1024 ** 2;
/** S3's limits. */
export const PART_SIZE_MIN = 5 * MIB;
export const PARTS_MAX = 10_000;
export const OBJECT_SIZE_MAX = 5 * 1024 ** 4;
/** What is read at once of a file, unless so small parts would be too many. */
export const PART_SIZE = 8 * MIB;
/** Up to this a body goes in one request. */
export const WHOLE_SIZE_MAX = PART_SIZE;

/** Parts of equal size, the last of which may be shorter, no more than S3 takes. */
export function partPlan(size: number): readonly PlannedPart[] {
  if (size > OBJECT_SIZE_MAX) throw new RangeError('An object has at most 5 TiB.');
  const partSize = Math.max(PART_SIZE, Math.ceil(Math.ceil(size / PARTS_MAX) / MIB) * MIB);
  return Array.from({ length: Math.max(1, Math.ceil(size / partSize)) }, (_, at) => ({ number: at + 1, start: at * partSize, end: Math.min(size, (at + 1) * partSize) }));
}
