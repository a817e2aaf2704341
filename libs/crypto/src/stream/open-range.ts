import type { AssociatedData } from '../associated-data.js';
import { CryptoError } from '../errors.js';
import { Secret } from '../secret.js';
import { endsInside, HEADER_SIZE } from './layout.js';
import { type ByteRange, planRange, type RangePlan, withinSegment } from './range-plan.js';
import { type Bytes, segmentedAtOnce } from './segmented.js';
import { StreamKey } from './stream-key.js';

/** Reads the sealed bytes from `start` to `end`, the end not included: exactly so many, in any steps. */
export type ReadSealed = (start: number, end: number) => Promise<Bytes>;

/**
 * The plaintext bytes of `range`, a buffer a segment, reading only the header and the segments that hold them.
 *
 * The length: a stream of another length than `sealedLength` is noticed, because the last segment's nonce says that it is the
 * last. If `sealedLength` is only what a file system or an engine answered, the last segment is opened first when the range
 * does not reach it (one small read more). If it comes from a record that was itself authenticated, say `lengthIsAuthentic`: each segment that is read is
 * then checked against that length by its index and last byte, and what lies beyond the range is not looked at.
 *
 * Promises: only bytes of the range, each after its segment's tag was checked; a true prefix of the range, then the end or an
 * error. A wrong range throws `bad_parameter` at once. A read that gives fewer bytes than asked is `truncated`, more is
 * `not_authentic`. The caller may clear its key at once. One read when the range begins in the first segment, else two.
 */
export function openRange(
  key: Secret,
  read: ReadSealed,
  sealedLength: number,
  aad: AssociatedData,
  segmentSize: number,
  range: ByteRange,
  options: { lengthIsAuthentic?: boolean } = {},
): AsyncGenerator<Buffer> {
  const plan = planRange(sealedLength, segmentSize, range);
  const lastFirst = options.lengthIsAuthentic !== true && plan.lastIndex < plan.finalIndex;
  return opened(Secret.copyOf(key.reveal()), read, aad, plan, lastFirst);
}

async function* opened(ownKey: Secret, read: ReadSealed, aad: AssociatedData, plan: RangePlan, lastFirst: boolean): AsyncGenerator<Buffer> {
  using key = ownKey;
  let streamKey: StreamKey | undefined;
  if (lastFirst || plan.firstIndex > 0) streamKey = StreamKey.read(key, await readWhole(read, { start: 0, end: HEADER_SIZE }), aad);
  if (lastFirst && streamKey !== undefined) await checkLast(streamKey, read, plan);
  let index = plan.firstIndex;
  for await (const bytes of segmentedAtOnce(exactly(read, plan.sealed), plan.segmentSize)) {
    streamKey ??= StreamKey.read(key, bytes, aad);
    key[Symbol.dispose]();
    const plaintext = streamKey.open(index, index === plan.finalIndex, index === 0 ? bytes.subarray(HEADER_SIZE) : bytes);
    const asked = withinSegment(plan, index, plaintext.length);
    if (asked.start < asked.end) yield plaintext.subarray(asked.start, asked.end);
    index += 1;
  }
}

async function checkLast(streamKey: StreamKey, read: ReadSealed, { finalIndex, segmentSize, sealedLength }: RangePlan): Promise<void> {
  const sealed = await readWhole(read, { start: finalIndex * segmentSize, end: sealedLength });
  streamKey.open(finalIndex, true, sealed).fill(0);
}

/** A short read as one buffer of its own. */
async function readWhole(read: ReadSealed, range: ByteRange): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(range.end - range.start);
  let at = 0;
  for await (const chunk of exactly(read, range)) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

async function* exactly(read: ReadSealed, { start, end }: ByteRange): AsyncGenerator<Uint8Array> {
  let left = end - start;
  for await (const chunk of await read(start, end)) {
    left -= chunk.length;
    if (left < 0) throw new CryptoError('not_authentic', 'The store gave more bytes than were asked of it.');
    yield chunk;
  }
  if (left > 0) throw endsInside();
}
