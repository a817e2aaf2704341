import type { OidcProvider } from '@coffer/iam';
import type { JSONWebKeySet } from 'jose';
import { QueryError } from '../../query/query-error.js';
import { providerStamp } from './provider-stamp.js';

/** How long keys are taken as they are. Issuers put a new key up long before they sign with it. */
export const KEYS_KEPT_MS = 10 * 60_000;
/** How long it is believed that keys cannot be had, or that an unknown key is unknown: whoever makes up key ids makes us ask this often and not more. */
export const KEYS_RETRY_MS = 10_000;
/** Issuers whose keys are kept. */
export const ISSUERS_KEPT_MAX = 1_000;

interface Kept {
  readonly keys: Promise<JSONWebKeySet>;
  readonly atMs: number;
  /** Of the files that the provider names, from before they were read. */
  readonly stamp: string;
  failed: boolean;
}

/** The keys of issuers, cached: asked again when they are old, when a file of the provider has changed, and when a token names a key that is not among them. Concurrent requests share an asking. */
export class IssuerKeys {
  readonly #load: (provider: OidcProvider) => Promise<JSONWebKeySet>;
  readonly #nowMs: () => number;
  readonly #stampOf: typeof providerStamp;
  readonly #kept = new Map<string, Kept>();

  constructor(load: (provider: OidcProvider) => Promise<JSONWebKeySet>, nowMs: () => number = () => performance.now(), stampOf = providerStamp) {
    this.#load = load;
    this.#nowMs = nowMs;
    this.#stampOf = stampOf;
  }

  /** Rejects with IDPCommunicationError. */
  of(provider: OidcProvider): Promise<JSONWebKeySet> {
    return this.#get(provider, KEYS_KEPT_MS);
  }

  /** The keys anew, unless they were asked a moment ago. A file is read anew at once. */
  refreshed(provider: OidcProvider): Promise<JSONWebKeySet> {
    return this.#get(provider, provider.keys.from === 'file' ? 0 : KEYS_RETRY_MS);
  }

  #get(provider: OidcProvider, keptMs: number): Promise<JSONWebKeySet> {
    const name = JSON.stringify([provider.arn, provider.keys, provider.caFile]);
    const stamp = this.#stampOf(provider);
    const kept = this.#kept.get(name);
    if (kept?.stamp === stamp && this.#nowMs() - kept.atMs < (kept.failed ? KEYS_RETRY_MS : keptMs)) return kept.keys;
    const keys = this.#load(provider).catch((cause: unknown) => {
      asked.failed = true;
      throw new QueryError('IDPCommunicationError', "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements", { cause });
    });
    const asked: Kept = { keys, atMs: this.#nowMs(), stamp, failed: false };
    // Who asked is told; nobody else need be.
    keys.catch(() => undefined);
    this.#keep(name, asked);
    return keys;
  }

  #keep(name: string, asked: Kept): void {
    this.#kept.delete(name);
    this.#kept.set(name, asked);
    if (this.#kept.size <= ISSUERS_KEPT_MAX) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }
}
