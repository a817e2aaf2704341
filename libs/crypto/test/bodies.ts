import { seededRandom } from '@coffer/testing';
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
export async function released(stream: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; code: string | undefined }> {
  const pieces: Uint8Array[] = [];
  let code: string | undefined;
  try {
    for await (const piece of stream) pieces.push(Uint8Array.from(piece));
  } catch (error) {
    code = (error as { code: string }).code;
  }
  return { bytes: Buffer.concat(pieces), code };
}

/** The three ways to open a body in memory, each telling what it released and how it ended. */
export const doors: readonly [string, (sealed: Uint8Array, aad: AssociatedData, segmentSize: number) => Promise<{ bytes: Buffer; code: string | undefined }>][] = [
  ['openStream', (sealed, aad, segmentSize) => released(openStream(insecureTestKey(), [sealed], aad, segmentSize))],
  ['openStream, a byte at a time', (sealed, aad, segmentSize) => released(openStream(insecureTestKey(), readSteps(sealed, 1), aad, segmentSize))],
  ['openWhole', (sealed, aad, segmentSize) => released(lazily(() => openWhole(insecureTestKey(), sealed, aad, segmentSize)))],
  ['openRange of all', (sealed, aad, segmentSize) => released(rangeOfAll(sealed, aad, segmentSize))],
];

function* readSteps(bytes: Uint8Array, step: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

// eslint-disable-next-line @typescript-eslint/require-await -- gives a synchronous door the shape of the others
async function* lazily(open: () => Buffer): AsyncGenerator<Buffer> {
  yield open();
}

async function* rangeOfAll(sealed: Uint8Array, aad: AssociatedData, segmentSize: number): AsyncGenerator<Buffer> {
  const range: ByteRange = { start: 0, end: sealed.length - 40 - 16 * Math.ceil(sealed.length / segmentSize) };
  yield* openRange(insecureTestKey(), readerOf(sealed).read, sealed.length, aad, segmentSize, range);
}
