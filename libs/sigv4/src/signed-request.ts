import type { PayloadMode } from './payload-mode.js';
import type { SigningKey } from './signing-key.js';

/** What of a request is signed, as it came over the wire: text has one character for each byte, as node gives it. */
export interface SignedRequest {
  readonly method: string;
  /** The request target up to the question mark, still encoded. */
  readonly rawPath: string;
  /** The request target after the question mark, still encoded; empty if there is none. */
  readonly rawQuery: string;
  /**
   * Names and values by turns, as in node's `rawHeaders`. Not `headers`: that drops the second of two Authorization or Host headers without
   * a word and joins others by another separator than the one that is signed.
   */
  readonly rawHeaders: readonly string[];
  /** The SHA-256 of the body in lower-case hex. Needed for services other than S3, whose requests do not state it. */
  readonly bodySha256?: string;
}

/** A request whose claim is well formed, in our scope and in time, and that waits for the secret it says that it was signed with. */
export interface Unproven {
  readonly accessKeyId: string;
  /** Of short-lived credentials, as the request shows it. Nothing of it is believed yet. */
  readonly sessionToken: string | undefined;
  /** Whether the request was signed with that secret; undefined: there is no such key. Throws SigV4Error. */
  verified(secret: string | undefined): Verified;
}

/** Who signed what. Of the body only the claim is checked so far: `signedBody` checks the body itself. */
export interface Verified {
  readonly accessKeyId: string;
  readonly signedAt: Date;
  /** `signedAt` as chunks sign it: `YYYYMMDDTHHMMSSZ`. */
  readonly amzDate: string;
  /** `YYYYMMDD/REGION/SERVICE/aws4_request` */
  readonly scope: string;
  /** Lower-case hex: the seed of the chunk signatures. */
  readonly signature: string;
  readonly form: 'header' | 'query';
  readonly payload: PayloadMode;
  /** Signs chunks; shows its bytes to nobody. */
  readonly signingKey: SigningKey;
}
