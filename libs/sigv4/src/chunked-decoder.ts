import type { ChunkChain } from './chunk-chain.js';
import { SigV4Error } from './errors.js';
import { LineReader } from './line-reader.js';
import type { PayloadMode } from './payload-mode.js';
import { hexDigit } from './percent.js';
import { malformedTrailer, Trailers } from './trailers.js';

/** Characters of a chunk's header line. The longest that a client has reason to send is 16 + 17 + 64. */
export const CHUNK_HEADER_LENGTH_MAX = 128;

/** Bytes of one chunk: 5 GiB, the largest body of one request. */
export const CHUNK_SIZE_MAX = 5 * 1024 ** 3;

/** Characters of a trailer's line. */
export const TRAILER_LENGTH_MAX = 1_024;

const CHUNK_SIZE_DIGITS_MAX = 16;
const EXTENSION = ';chunk-signature=';
const SIGNATURE_LENGTH = 64;

type ChunkedMode = Extract<PayloadMode, { kind: 'chunked' }>;
type State = 'header' | 'data' | 'data-end' | 'trailers' | 'trailer-end' | 'done';

/**
 * Takes an aws-chunked body apart as it comes, however it is cut into buffers.
 *
 *     body     = chunk* last-chunk trailer* CRLF
 *     chunk    = size [";chunk-signature=" hex:64] CRLF  data:size CRLF
 *     last     = "0"  [";chunk-signature=" hex:64] CRLF
 *     trailer  = name ":" value [LF] CRLF                 the LF is what minio-go sends
 *
 * Data is handed on as subarrays of the buffers that were given. Held back: at most one line. The last piece of a chunk comes out only after
 * the chunk's signature was found right, earlier pieces before: whoever uses them must be able to take everything back until `end` returned.
 * Throws SigV4Error SignatureDoesNotMatch, IncompleteBody or MalformedTrailerError.
 */
export class ChunkedDecoder {
  readonly trailers: Trailers;
  readonly #decodedLength: number;
  readonly #chain: ChunkChain | undefined;
  readonly #lines = new LineReader();
  #state: State = 'header';
  #signature = '';
  #remaining = 0;
  #announced = 0;

  constructor(mode: ChunkedMode, chain: ChunkChain | undefined) {
    this.#decodedLength = mode.decodedLength;
    this.#chain = chain;
    this.trailers = new Trailers(mode.trailers, mode.trailerSigned ? chain : undefined);
  }

  *push(bytes: Buffer): Generator<Buffer, void> {
    let offset = 0;
    while (offset < bytes.length) {
      if (this.#state === 'data') {
        const end = Math.min(offset + this.#remaining, bytes.length);
        const piece = bytes.subarray(offset, end);
        this.#take(piece);
        offset = end;
        yield piece;
      } else {
        offset = this.#readLine(bytes, offset);
      }
    }
  }

  /** No more bytes will come. */
  end(): void {
    if (this.#state !== 'done') throw incomplete('The request body terminated unexpectedly');
    if (this.#announced !== this.#decodedLength) throw wrongLength();
  }

  #take(piece: Buffer): void {
    this.#chain?.update(piece);
    this.#remaining -= piece.length;
    if (this.#remaining > 0) return;
    this.#chain?.endChunk(this.#signature);
    this.#state = 'data-end';
  }

  /** Returns where the next byte stands. */
  #readLine(bytes: Buffer, offset: number): number {
    if (this.#state === 'done') throw incomplete('The request body goes on after its last chunk');
    const inTrailers = this.#state === 'trailers' || this.#state === 'trailer-end';
    const line = this.#lines.read(bytes, offset, inTrailers ? TRAILER_LENGTH_MAX : CHUNK_HEADER_LENGTH_MAX, inTrailers ? malformedTrailer : malformed);
    if (line === undefined) return bytes.length;
    if (inTrailers) this.#onTrailerLine(line.text);
    else this.#onChunkLine(line.text);
    return line.next;
  }

  #onChunkLine(text: string): void {
    if (!text.endsWith('\r')) throw malformed();
    if (this.#state === 'header') this.#onHeader(text.slice(0, -1));
    else if (text === '\r') this.#state = 'header';
    else throw malformed();
  }

  #onHeader(header: string): void {
    const { size, signature } = parseChunkHeader(header, this.#chain !== undefined);
    this.#announced += size;
    if (this.#announced > this.#decodedLength) throw wrongLength();
    this.#remaining = size;
    this.#signature = signature;
    this.#state = size === 0 ? 'trailers' : 'data';
    if (size === 0) this.#chain?.endChunk(signature);
  }

  #onTrailerLine(text: string): void {
    if (text === '\r') {
      if (this.#state === 'trailers') this.#endTrailers();
      else this.#state = 'trailers';
      return;
    }
    if (this.#state === 'trailer-end') throw malformedTrailer();
    const isWhole = text.endsWith('\r');
    this.trailers.add(isWhole ? text.slice(0, -1) : text);
    if (!isWhole) this.#state = 'trailer-end';
  }

  #endTrailers(): void {
    this.trailers.end();
    this.#state = 'done';
  }
}

/** Strict: hex digits, then exactly the extension that the mode has, or none. */
function parseChunkHeader(header: string, signed: boolean): { readonly size: number; readonly signature: string } {
  let size = 0;
  let digits = 0;
  for (let digit = hexDigit(header.charCodeAt(0)); digit >= 0; digit = hexDigit(header.charCodeAt(digits))) {
    size = size * 16 + digit;
    digits += 1;
  }
  if (digits === 0 || digits > CHUNK_SIZE_DIGITS_MAX || size > CHUNK_SIZE_MAX) throw malformed();
  const extension = header.slice(digits);
  const signature = signed ? extension.slice(EXTENSION.length) : '';
  if (signed ? !extension.startsWith(EXTENSION) || signature.length !== SIGNATURE_LENGTH : extension !== '') throw malformed();
  return { size, signature };
}

function malformed(): SigV4Error {
  return incomplete('The request body is not a well-formed aws-chunked body');
}

function wrongLength(): SigV4Error {
  return incomplete('You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header.');
}

function incomplete(message: string): SigV4Error {
  return new SigV4Error('IncompleteBody', message);
}
