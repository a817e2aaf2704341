import { createHash } from 'node:crypto';
import type { SessionToken } from '@coffer/iam';
import type { KmsClient, OpenedSession } from '@coffer/kms-client';
import { invalidToken, SigV4Error } from '@coffer/sigv4';

import { StorageError } from '../errors/storage-error.js';
import { throwAsStorageError } from '../sse/kms-errors.js';

import { RefusedTokens } from './refused-tokens.js';

/** How long the KMS's word on a token is taken, and so how long a session may outlive the key that sealed it. */
export const SESSION_HELD_MS = 60_000;
/** Sessions that are held, some kilobytes each. */
export const SESSIONS_HELD_MAX = 10_000;
/** Questions to the KMS at one time. Anybody can make tokens up, each of which is a question before a signature can be checked: what is beyond waits for no other. */
export const SESSIONS_OPENING_MAX = 64;

/** What a suite makes smaller. */
export interface HeldSessionsLimits {
  readonly held?: number;
  readonly opening?: number;
  readonly refused?: number;
}

interface Held {
  readonly accessKeyId: string;
  readonly untilMs: number;
  readonly opened: Promise<OpenedSession>;
}

/**
 * Sessions that the KMS opened lately, by SHA-256 of the token, bounded; the one least lately asked for is forgotten first. Concurrent requests of one session
 * share the question, and what the KMS refused is refused for a moment more without one. When the KMS is away, held sessions go on and others are ServiceUnavailable.
 */
export class HeldSessions {
  readonly #kms: Pick<KmsClient, 'openSession'>;
  readonly #now: () => number;
  readonly #limit: number;
  readonly #openingMax: number;
  readonly #held = new Map<string, Held>();
  readonly #refused: RefusedTokens;
  #opening = 0;

  constructor(kms: Pick<KmsClient, 'openSession'>, now: () => number, { held = SESSIONS_HELD_MAX, opening = SESSIONS_OPENING_MAX, refused }: HeldSessionsLimits = {}) {
    this.#kms = kms;
    this.#now = now;
    this.#limit = held;
    this.#openingMax = opening;
    this.#refused = new RefusedTokens(now, refused);
  }

  /** Whom a token proves. Rejects with SigV4Error InvalidToken or ExpiredToken, or with StorageError ServiceUnavailable, or SlowDown where too many are asked for. */
  async open(token: SessionToken, accessKeyId: string): Promise<OpenedSession> {
    const opened = await this.#find(token, accessKeyId).catch(throwAsStorageError);
    if (opened.session.expiresAt.getTime() <= this.#now()) throw new SigV4Error('ExpiredToken', 'The provided token has expired.');
    return opened;
  }

  /** Forgets all: what they may has changed. */
  clear(): void {
    this.#held.clear();
    this.#refused.clear();
  }

  async #find(token: SessionToken, accessKeyId: string): Promise<OpenedSession> {
    const name = createHash('sha256').update(token.reveal()).digest('base64');
    const held = this.#held.get(name);
    if (held !== undefined && held.accessKeyId !== accessKeyId) throw invalidToken();
    if (held !== undefined && held.untilMs > this.#now()) return this.#keep(name, held).opened;
    // A refusal may be for the access key that the token was shown with.
    const shown = `${name} ${accessKeyId}`;
    this.#refused.assertNone(shown);
    // Before anything is kept, so that what is refused here drives no held session out.
    if (this.#opening >= this.#openingMax) throw new StorageError('SlowDown', 'Please reduce your request rate.');
    const asked = this.#keep(name, { accessKeyId, untilMs: this.#now() + SESSION_HELD_MS, opened: this.#ask(token, accessKeyId) });
    try {
      return await asked.opened;
    } catch (error) {
      this.#refused.hold(shown, error);
      if (this.#held.get(name) === asked) this.#held.delete(name);
      throw error;
    }
  }

  async #ask(token: SessionToken, accessKeyId: string): Promise<OpenedSession> {
    this.#opening += 1;
    try {
      return await this.#kms.openSession(token, accessKeyId);
    } finally {
      this.#opening -= 1;
    }
  }

  #keep(name: string, held: Held): Held {
    this.#held.delete(name);
    this.#held.set(name, held);
    if (this.#held.size > this.#limit) {
      const [oldest] = this.#held.keys();
      if (oldest !== undefined) this.#held.delete(oldest);
    }
    return held;
  }
}
