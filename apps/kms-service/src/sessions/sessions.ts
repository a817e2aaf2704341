import { createHash, randomBytes } from 'node:crypto';
import { Secret } from '@coffer/crypto';
import { SessionToken, type AccessKey, type Principal, type Session } from '@coffer/iam';
import { BLOB_OVERHEAD } from '../blob/ciphertext-blob.js';
import { decodeClaims, encodeClaims, SESSION_KEY_SIZE, sessionAccessKey, type SessionClaims } from './session-claims.js';
import { SessionError } from './session-error.js';
import type { SessionKey } from './session-key.js';

/** Opened tokens that are kept, some kilobytes each. */
export const OPENED_SESSIONS_MAX = 10_000;

/** Characters of a token. Longer ones do not fit into headers and presigned URLs everywhere. */
export const TOKEN_LENGTH_MAX = 4_096;

/** Credentials as STS gives them. */
export interface IssuedSession extends OpenedSession {
  readonly token: SessionToken;
  /** How much of what a token may hold it holds, in per cent. */
  readonly packedPercent: number;
}

/** Whom a token proves. */
export interface OpenedSession {
  readonly accessKey: AccessKey;
  readonly principal: Principal;
  readonly session: Session;
}

/** A token that was opened, and under which key. */
interface Kept {
  readonly keyId: string;
  readonly claims: SessionClaims;
  readonly opened: OpenedSession;
}

/** The text of a managed policy that a session names, as it is now; undefined: it is gone. */
export type PolicyText = (arn: string, accountId: string) => string | undefined;

/** Beyond this a token cannot be issued. */
export class PackedTooLarge extends Error {
  override readonly name = 'PackedTooLarge';

  constructor(readonly percent: number) {
    super(`the session needs ${String(percent)} per cent of what a token may hold`);
  }
}

/** Stands in for managed policies that are gone: a session that was limited stays limited, and nothing is left that it may. */
const NO_POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });

/**
 * Sessions: credentials that hold for a while. They are kept nowhere: a token is its session's claims, sealed, so that whoever shows it brings everything
 * that is known of the session. Opened tokens are cached by their SHA-256, bounded, as long as the key that sealed them is the session key.
 */
export class Sessions {
  readonly #key: SessionKey;
  readonly #now: () => Date;
  readonly #policyText: PolicyText;
  readonly #limit: number;
  /** By SHA-256 of the token, the latest used last. */
  readonly #opened = new Map<string, Kept>();

  constructor(key: SessionKey, now: () => Date, policyText: PolicyText, limit = OPENED_SESSIONS_MAX) {
    this.#key = key;
    this.#now = now;
    this.#policyText = policyText;
    this.#limit = limit;
  }

  /** Makes credentials. Throws PackedTooLarge if the claims do not fit into a token. */
  async issue(claims: Omit<SessionClaims, 'accessKey'>): Promise<IssuedSession> {
    const random = randomBytes(SESSION_KEY_SIZE);
    const encoded = encodeClaims(random, claims);
    const packedPercent = Math.ceil((encoded.length * 100) / CLAIMS_SIZE_MAX);
    if (packedPercent > 100) throw new PackedTooLarge(packedPercent);
    using secret = Secret.copyOf(encoded);
    const token = new SessionToken((await this.#key.seal(secret)).toString('base64url'));
    const accessKey = sessionAccessKey(random);
    random.fill(0);
    encoded.fill(0);
    return { accessKey, principal: claims.principal, session: claims.session, token, packedPercent };
  }

  /** Whom a token proves, if it is of the access key that it is shown with. Throws SessionError. */
  async open(token: SessionToken, accessKeyId: string): Promise<OpenedSession> {
    const { claims, opened } = await this.#find(token);
    if (claims.accessKey.id !== accessKeyId) throw new SessionError('InvalidToken');
    if (claims.session.expiresAt.getTime() <= this.#now().getTime()) throw new SessionError('ExpiredToken');
    return opened;
  }

  async #find(token: SessionToken): Promise<Kept> {
    const name = nameOf(token);
    const keyId = await this.#key.id();
    const kept = this.#opened.get(name);
    const claims = kept?.keyId === keyId ? kept.claims : await this.#unseal(token);
    const policies = this.#policiesOf(claims);
    // A session stays the same object as long as it says the same, so that what others keep with it is found again.
    const opened = kept?.claims === claims && isSame(policies, kept.opened.session.policies) ? kept.opened : openedWith(claims, policies);
    const found = { keyId, claims, opened };
    this.#keep(name, found);
    return found;
  }

  async #unseal(token: SessionToken): Promise<SessionClaims> {
    const text = token.reveal();
    const sealed = Buffer.from(text, 'base64url');
    // Of the texts for the same bytes one is a token.
    if (text.length > TOKEN_LENGTH_MAX || sealed.toString('base64url') !== text) throw new SessionError('InvalidToken');
    using claims = await this.#key.open(sealed);
    const { buffer, byteOffset, byteLength } = claims.reveal();
    return decodeClaims(Buffer.from(buffer, byteOffset, byteLength));
  }

  #policiesOf({ session, policyArns, principal }: SessionClaims): readonly string[] {
    if (policyArns.length === 0) return session.policies;
    const named = policyArns.flatMap((arn) => this.#policyText(arn, principal.accountId) ?? []);
    const all = [...session.policies, ...named];
    return all.length === 0 ? [NO_POLICY] : all;
  }

  #keep(name: string, found: Kept): void {
    this.#opened.delete(name);
    this.#opened.set(name, found);
    if (this.#opened.size <= this.#limit) return;
    const [oldest] = this.#opened.keys();
    if (oldest !== undefined) this.#opened.delete(oldest);
  }
}

/** What fits into a token beside what a seal adds. */
export const CLAIMS_SIZE_MAX = (TOKEN_LENGTH_MAX / 4) * 3 - BLOB_OVERHEAD;

function openedWith({ accessKey, principal, session }: SessionClaims, policies: readonly string[]): OpenedSession {
  return { accessKey, principal, session: policies === session.policies ? session : { ...session, policies } };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function nameOf(token: SessionToken): string {
  return createHash('sha256').update(token.reveal()).digest('base64');
}
