import { createHash, hash, type Hash } from 'node:crypto';

import { SigV4Error } from './errors.js';
import { sameSignature } from './same-signature.js';
import type { Verified } from './signed-request.js';

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * The chain of signatures of a chunked body.
 *
 *     chunk    sign("AWS4-HMAC-SHA256-PAYLOAD" LF date LF scope LF previous LF sha256("") LF sha256(chunk))
 *     trailer  sign("AWS4-HMAC-SHA256-TRAILER" LF date LF scope LF previous LF sha256((name ":" value LF)*))
 *
 * `previous` is the signature of the chunk before, at first that of the request: no chunk can be dropped, doubled, moved or taken from
 * another request.
 */
export class ChunkChain {
  readonly #verified: Verified;
  readonly #context: string;
  #previous: string;
  #hash: Hash | undefined;

  constructor(verified: Verified) {
    this.#verified = verified;
    this.#context = `${verified.amzDate}\n${verified.scope}\n`;
    this.#previous = verified.signature;
  }

  /** Further bytes of the current chunk. */
  update(bytes: Uint8Array): void {
    this.#hash ??= createHash('sha256');
    this.#hash.update(bytes);
  }

  /** Ends the current chunk, which may be empty. Throws SignatureDoesNotMatch. */
  endChunk(signature: string): void {
    const digest = this.#hash?.digest('hex') ?? EMPTY_SHA256;
    this.#hash = undefined;
    this.#check('AWS4-HMAC-SHA256-PAYLOAD', `${EMPTY_SHA256}\n${digest}`, signature);
    this.#previous = signature;
  }

  /** `lines` is `name:value LF` for each trailer, in the order sent. Throws SignatureDoesNotMatch. */
  endTrailers(lines: string, signature: string): void {
    this.#check('AWS4-HMAC-SHA256-TRAILER', hash('sha256', Buffer.from(lines, 'latin1'), 'hex'), signature);
  }

  #check(label: string, what: string, signature: string): void {
    const computed = this.#verified.signingKey.sign(`${label}\n${this.#context}${this.#previous}\n${what}`);
    if (sameSignature(computed, signature)) return;
    throw new SigV4Error('SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided. Check your key and signing method.');
  }
}
