import { timingSafeEqual } from 'node:crypto';

/** Constant time once the lengths agree; the length of a signature is no secret. UTF-8, so that no other character becomes a hex digit. */
export function sameSignature(computed: string, provided: string): boolean {
  const [ours, theirs] = [Buffer.from(computed, 'utf8'), Buffer.from(provided, 'utf8')];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
