import { inSteps, seededRandom } from '@coffer/testing';
import { associatedData, type AssociatedData, type ByteRange, openRange, openStream, openWhole, Secret } from '../src/index.js';

export const hex = (text: string): Buffer => Buffer.from(text, 'hex');

export const insecureTestKey = (): Secret => Secret.copyOf(Buffer.alloc(32, 7));

export const testAad: AssociatedData = associatedData('test/v1', Buffer.from('bucket'), Buffer.from('name'));

/** Bytes that are the same for the same length, and nowhere repeat soon. */
export const plaintextOf = (length: number): Buffer => seededRandom(length).bytes(length);

/** Reads of bytes in memory, in steps, and a list of what was read. */
export function readerOf(sealed: Uint8Array, step = 1_000): { reads: [number, number][]; read: (start: number, end: number) => Promise<Iterable<Uint8Array>> } {
  const reads: [number, number][] = [];
  function* steps(start: number, end: number): Generator<Uint8Array> {
    for (let at = start; at < end; at += step) yield sealed.slice(at, Math.min(at + step, end));
  }
  return { reads, read: (start, end) => {
    reads.push([start, end]);
    return Promise.resolve(steps(start, end));
  } };
}

/** All that came before the end or an error, and the error's code. */
export async function released(stream: AsyncIterable<Uint8Array>): Promise<Released> {
  const pieces: Uint8Array[] = [];
  let code: string | undefined;
  try {
    for await (const piece of stream) pieces.push(Uint8Array.from(piece));
  } catch (error) {
    code = (error as { code: string }).code;
  }
  return { bytes: Buffer.concat(pieces), code };
}

/** What came out of a door, and the code of the refusal that ended it. */
export interface Released {
  bytes: Buffer;
  code: string | undefined;
}

export type Door = (key: Secret, sealed: Uint8Array, aad: AssociatedData, segmentSize: number) => Promise<Released>;

/** Every way to open a body, and whether it knows the length before it begins. */
export const doors: readonly { door: string; open: Door; knowsLength: boolean }[] = [
  { door: 'openStream', knowsLength: false, open: (key, sealed, ...rest) => released(openStream(key, [sealed], ...rest)) },
  { door: 'openStream, a byte at a time', knowsLength: false, open: (key, sealed, ...rest) => released(openStream(key, inSteps(sealed, 1), ...rest)) },
  { door: 'openWhole', knowsLength: true, open: (key, ...rest) => released(lazily(() => [openWhole(key, ...rest)])) },
  { door: 'openRange of all', knowsLength: true, open: (key, ...rest) => released(lazily(() => rangeOfAll(key, ...rest))) },
];

async function* lazily(open: () => Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* open();
}

function rangeOfAll(key: Secret, sealed: Uint8Array, aad: AssociatedData, segmentSize: number): AsyncGenerator<Buffer> {
  const range: ByteRange = { start: 0, end: sealed.length - 40 - 16 * Math.ceil(sealed.length / segmentSize) };
  return openRange(key, readerOf(sealed).read, sealed.length, aad, segmentSize, range);
}
