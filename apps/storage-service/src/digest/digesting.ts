import { StorageError } from '../errors/storage-error.js';

import type { Checksum, ChecksumAlgorithm } from './checksum.js';
import { createDigest } from './digest.js';

/** Digests that the client sent or asked for, checked when the body has ended. A mismatch is BadDigest, and nothing is kept. */
export interface Expectations {
  readonly contentMd5?: Buffer;
  readonly checksum?: {
    readonly algorithm: ChecksumAlgorithm;
    /** The base64 value of the header, or of the trailer, which is known only when the body has ended; undefined: compute and keep. */
    readonly expected: () => string | undefined;
  };
}

export interface DigestingOptions extends Expectations {
  /** Whether the MD5 is needed as the ETag. It is the slowest of all, so it is computed only if it is, or if Content-MD5 was sent. */
  readonly wantMd5: boolean;
  /** The length in bytes that the client declared; another length is IncompleteBody. */
  readonly length?: number;
}

/** A body on its way through, and what was found of it. */
export interface DigestedBody {
  /** To be iterated once. */
  readonly body: AsyncIterable<Buffer>;
  /** Known, and may be asked for, once the iteration has ended; undefined unless a checksum was asked for. */
  checksum(): Checksum | undefined;
  /** Likewise; undefined unless it was computed. */
  md5(): Buffer | undefined;
}

interface Results {
  ended: boolean;
  checksum?: Checksum;
  md5?: Buffer;
}

/**
 * Passes a body through, each byte seen once by each digest that is needed, and throws at its end if it was not what the client said:
 * StorageError BadDigest or IncompleteBody. As the throw comes before the end, what consumes the body never commits a bad one.
 */
export function digesting(body: AsyncIterable<Buffer>, options: DigestingOptions): DigestedBody {
  const results: Results = { ended: false };
  const known = (): Results => {
    if (!results.ended) throw new Error('internal error: digests are known only after the body has ended');
    return results;
  };
  return { body: digested(body, options, results), checksum: () => known().checksum, md5: () => known().md5 };
}

async function* digested(body: AsyncIterable<Buffer>, options: DigestingOptions, results: Results): AsyncGenerator<Buffer> {
  const md5 = options.wantMd5 || options.contentMd5 !== undefined ? createDigest('MD5') : undefined;
  const checksum = options.checksum === undefined ? undefined : createDigest(options.checksum.algorithm);
  let length = 0;
  for await (const bytes of body) {
    length += bytes.length;
    if (options.length !== undefined && length > options.length) throw incompleteBody();
    md5?.update(bytes);
    checksum?.update(bytes);
    yield bytes;
  }
  if (options.length !== undefined && length !== options.length) throw incompleteBody();
  if (md5 !== undefined) results.md5 = checkedMd5(md5.bytes(), options.contentMd5);
  if (checksum !== undefined && options.checksum !== undefined) results.checksum = checkedChecksum(checksum.base64(), options.checksum);
  results.ended = true;
}

function checkedMd5(computed: Buffer, expected: Buffer | undefined): Buffer {
  if (expected === undefined || expected.equals(computed)) return computed;
  throw new StorageError('BadDigest', 'The Content-MD5 you specified did not match what we received.', {
    details: { ExpectedDigest: expected.toString('base64'), CalculatedDigest: computed.toString('base64') },
  });
}

function checkedChecksum(computed: string, { algorithm, expected }: NonNullable<Expectations['checksum']>): Checksum {
  const value = expected();
  if (value !== undefined && value !== computed) throw new StorageError('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  return { algorithm, value: computed, type: 'FULL_OBJECT' };
}

function incompleteBody(): StorageError {
  return new StorageError('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');
}
