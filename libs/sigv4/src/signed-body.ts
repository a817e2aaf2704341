import { createHash } from 'node:crypto';

import { ChunkChain } from './chunk-chain.js';
import { ChunkedDecoder } from './chunked-decoder.js';
import { SigV4Error } from './errors.js';
import type { Verified } from './signed-request.js';
import type { UnsignedRequest } from './unsigned-request.js';

/** A body that tells, by throwing, if it was not what was signed. */
export interface SignedBody {
  /** The plain bytes, decoded if they came aws-chunked. To be iterated once. */
  readonly body: AsyncIterable<Buffer>;
  /** The trailers by lower-case name. They are known, and may be asked for, only once the iteration has ended. */
  trailers(): ReadonlyMap<string, string>;
}

const noTrailers: ReadonlyMap<string, string> = new Map();

/**
 * Passes the body of a verified request, or of one that is not signed, through and throws SigV4Error if it is not what was signed: XAmzContentSHA256Mismatch,
 * SignatureDoesNotMatch, IncompleteBody or MalformedTrailerError.
 *
 * Bytes are passed on before the whole is known to be right: a hash is known only at its end, and to hold back a body or a chunk of any size
 * would take memory that the client chooses. That is safe because of what the consumer promises: what it does with the bytes counts only
 * when the iteration has *ended*. A store writes them under no name and commits after the loop; a throw makes the commit unreachable.
 * Nobody else may be shown them before.
 */
export function signedBody(verified: Verified | UnsignedRequest, source: AsyncIterable<Buffer>): SignedBody {
  switch (verified.payload.kind) {
    case 'unsigned':
      return { body: source, trailers: () => noTrailers };
    case 'signed':
      return { body: hashed(source, verified.payload.sha256), trailers: () => noTrailers };
    case 'chunked': {
      const decoder = new ChunkedDecoder(verified.payload, 'signingKey' in verified && verified.payload.signed ? new ChunkChain(verified) : undefined);
      const progress = { ended: false };
      return {
        body: decoded(source, decoder, progress),
        trailers: () => {
          if (!progress.ended) throw new Error('internal error: trailers are known only after the body has ended');
          return decoder.trailers.values;
        },
      };
    }
  }
}

async function* hashed(source: AsyncIterable<Buffer>, sha256: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const bytes of source) {
    hash.update(bytes);
    yield bytes;
  }
  const computed = hash.digest('hex');
  if (computed === sha256) return;
  throw new SigV4Error('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.", {
    ClientComputedContentSHA256: sha256,
    S3ComputedContentSHA256: computed,
  });
}

async function* decoded(source: AsyncIterable<Buffer>, decoder: ChunkedDecoder, progress: { ended: boolean }): AsyncGenerator<Buffer> {
  for await (const bytes of source) {
    for (const piece of decoder.push(bytes)) yield piece;
  }
  decoder.end();
  progress.ended = true;
}
