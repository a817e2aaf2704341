/**
 * Text with wildcards, cut at its stars: `*` stands for any run of characters, `?` for any single one (a UTF-16 unit, in which the texts
 * that are matched are kept).
 *
 *     "a*b?c*"   →   "a"  "b?c"  ""        one segment more than there are stars
 *
 * The first segment stands at the text's start, the last at its end, and each between is taken at the first place where it fits: a later
 * place could leave less for the rest, never more, so nothing is tried twice. The time is linear in the text, whatever the number of stars: no pattern makes
 * a match explode.
 */
import { findByBits } from './find-by-bits.js';

/** A piece of a pattern without stars. */
export interface Segment {
  readonly text: string;
  /** Whether each place of `text` takes any character; absent when none does. */
  readonly anyOne?: readonly boolean[];
}

/** Whether the whole of `text` is as the segments say. */
export function matchesSegments(segments: readonly Segment[], text: string): boolean {
  const first = segments[0];
  const last = segments[segments.length - 1];
  if (first === undefined || last === undefined) return false;
  if (segments.length === 1) return text.length === first.text.length && fitsAt(first, text, 0);
  const end = text.length - last.text.length;
  if (end < first.text.length || !fitsAt(first, text, 0) || !fitsAt(last, text, end)) return false;
  let from = first.text.length;
  for (let index = 1; index < segments.length - 1; index += 1) {
    const segment = segments[index] as Segment;
    const at = findIn(segment, text, from, end);
    if (at < 0) return false;
    from = at + segment.text.length;
  }
  return true;
}

function fitsAt({ text: wanted, anyOne }: Segment, text: string, at: number): boolean {
  if (anyOne === undefined) return text.startsWith(wanted, at);
  for (let index = 0; index < wanted.length; index += 1) {
    if (anyOne[index] !== true && text.charCodeAt(at + index) !== wanted.charCodeAt(index)) return false;
  }
  return true;
}

/** Places times characters from which on looking at each place would take too long: a long segment in a long text. */
const TRIES_MAX = 16_384;

/** The first place at or after `from` where the segment fits and ends at or before `end`; -1: nowhere. */
function findIn(segment: Segment, text: string, from: number, end: number): number {
  const latest = end - segment.text.length;
  if (segment.anyOne === undefined) {
    const at = text.indexOf(segment.text, from);
    return at > latest ? -1 : at;
  }
  if ((latest - from) * segment.text.length > TRIES_MAX) return findByBits(segment.text, segment.anyOne, text, from, end);
  for (let at = from; at <= latest; at += 1) if (fitsAt(segment, text, at)) return at;
  return -1;
}
