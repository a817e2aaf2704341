import { createHash } from 'node:crypto';
import type { SessionToken } from '@coffer/iam';
import type { KmsClient, OpenedSession } from '@coffer/kms-client';
import { invalidToken, SigV4Error } from '@coffer/sigv4';

import { throwAsStorageError } from '../sse/kms-errors.js';

/** How long the KMS's word on a token is taken, and so how long a session may outlive the key that sealed it. */
export const SESSION_HELD_MS = 60_000;
/** Sessions that are held, some kilobytes each. */
export const SESSIONS_HELD_MAX = 10_000;

interface Held {
  readonly accessKeyId: string;
  readonly untilMs: number;
  readonly opened: Promise<OpenedSession>;
}

/**
 * Sessions that the KMS opened lately, by SHA-256 of the token, bounded; the one least lately asked for is forgotten first. Concurrent requests of one session
 * share the question. When the KMS is away, held sessions go on and others are ServiceUnavailable.
 */
export class HeldSessions {
  readonly #kms: Pick<KmsClient, 'openSession'>;
  readonly #now: () => number;
  readonly #limit: number;
  readonly #held = new Map<string, Held>();

  constructor(kms: Pick<KmsClient, 'openSession'>, now: () => number, limit = SESSIONS_HELD_MAX) {
    this.#kms = kms;
    this.#now = now;
    this.#limit = limit;
  }

  /** Whom a token proves. Rejects with SigV4Error InvalidToken or ExpiredToken, or with StorageError ServiceUnavailable. */
  async open(token: SessionToken, accessKeyId: string): Promise<OpenedSession> {
    const opened = await this.#find(token, accessKeyId).catch(throwAsStorageError);
    if (opened.session.expiresAt.getTime() <= this.#now()) throw new SigV4Error('ExpiredToken', 'The provided token has expired.');
    return opened;
  }

  /** Forgets all: what they may has changed. */
  clear(): void {
    this.#held.clear();
  }

  async #find(token: SessionToken, accessKeyId: string): Promise<OpenedSession> {
    const name = createHash('sha256').update(token.reveal()).digest('base64');
    const held = this.#held.get(name);
    if (held !== undefined && held.accessKeyId !== accessKeyId) throw invalidToken();
    if (held !== undefined && held.untilMs > this.#now()) return this.#keep(name, held).opened;
    const asked = this.#keep(name, { accessKeyId, untilMs: this.#now() + SESSION_HELD_MS, opened: this.#kms.openSession(token, accessKeyId) });
    try {
      return await asked.opened;
    } catch (error) {
      // A refusal is not held: the next request asks again.
      if (this.#held.get(name) === asked) this.#held.delete(name);
      throw error;
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
