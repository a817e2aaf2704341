import { canonicalValue } from './canonical-headers.js';
import type { ChunkChain } from './chunk-chain.js';
import { SigV4Error } from './errors.js';

const SIGNATURE = 'x-amz-trailer-signature';

/**
 * The trailer section of a chunked body: every name that x-amz-trailer declared, once, and nothing else; after them, if the mode signs
 * trailers, their signature. Throws MalformedTrailerError or SignatureDoesNotMatch.
 */
export class Trailers {
  readonly #declared: readonly string[];
  readonly #chain: ChunkChain | undefined;
  readonly #values = new Map<string, string>();
  #lines = '';
  #signature: string | undefined;

  /** `chain` is given if the section must be signed. */
  constructor(declared: readonly string[], chain: ChunkChain | undefined) {
    this.#declared = declared;
    this.#chain = chain;
  }

  get values(): ReadonlyMap<string, string> {
    return this.#values;
  }

  /** A line without its line break. Each adds a declared name or fails, so there are no more lines than names. */
  add(line: string): void {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
    const value = canonicalValue(line.slice(colon + 1));
    if (this.#signature !== undefined) throw malformedTrailer();
    if (name === SIGNATURE && this.#chain !== undefined) {
      this.#signature = value;
      return;
    }
    if (!this.#declared.includes(name) || this.#values.has(name)) throw malformedTrailer();
    this.#values.set(name, value);
    this.#lines += `${name}:${value}\n`;
  }

  end(): void {
    if (this.#values.size !== this.#declared.length) throw malformedTrailer();
    if (this.#chain === undefined) return;
    if (this.#signature === undefined) throw malformedTrailer();
    this.#chain.endTrailers(this.#lines, this.#signature);
  }
}

export function malformedTrailer(): SigV4Error {
  return new SigV4Error('MalformedTrailerError', 'The request contained trailing data that was not well-formed or did not conform to our published schema.');
}
