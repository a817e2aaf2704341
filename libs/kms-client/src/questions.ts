import type { MethodDefinition } from '@grpc/grpc-js';
import type { SessionToken } from '@coffer/iam';
import type { Breaker } from './breaker.js';
import type { KeyServiceMethods } from './key-service.js';
import type { AuditGroupToImport, KeptIdentities, OpenedSession } from './kms-client.js';
import { decodeSession } from './session-message.js';
import { callFailure, unavailable } from './transport-error.js';
import type { WatchedCalls } from './watched-calls.js';

/** What a service asks of identities, one call each: answers are held by who asks, so that questions are few. */
export class Questions {
  constructor(
    private readonly methods: KeyServiceMethods,
    private readonly calls: Pick<WatchedCalls, 'call'>,
    private readonly breaker: Pick<Breaker, 'open' | 'succeeded' | 'failed'>,
    private readonly deadlineMs: number,
  ) {}

  async openSession(token: SessionToken, accessKeyId: string): Promise<OpenedSession> {
    return decodeSession(accessKeyId, await this.#ask(this.methods.OpenSession, { accessKeyId, sessionToken: token.reveal() }));
  }

  async identities(knownRevision: string): Promise<KeptIdentities> {
    const { revision = '', document } = await this.#ask(this.methods.GetIdentities, { knownRevision });
    if (document === undefined) return { revision };
    const parsed: unknown = JSON.parse(document.toString('utf8'));
    document.fill(0);
    return { revision, document: parsed };
  }

  async importAuditGroups(writer: string, groups: readonly AuditGroupToImport[]): Promise<number> {
    const encoded = groups.map(({ sequence, hash, written, lines }) => ({ sequence, hash, writtenMs: written.getTime(), lines: [...lines] }));
    return (await this.#ask(this.methods.ImportAuditGroups, { writer, groups: encoded })).sequence ?? 0;
  }

  /** A call that was lost is asked once more: the questions change nothing, and groups that are there already are known. */
  async #ask<Q, A>(method: MethodDefinition<Q, A>, question: Q, again = true): Promise<A> {
    if (this.breaker.open) throw unavailable('The key service is away.');
    try {
      const answer = await this.calls.call(method, question, new Date(Date.now() + this.deadlineMs));
      this.breaker.succeeded();
      return answer;
    } catch (thrown) {
      const { error, transport, retryable } = callFailure(thrown);
      if (transport) this.breaker.failed();
      if (retryable && again) return this.#ask(method, question, false);
      throw error;
    }
  }
}
