import type { Caller, Identity } from '@coffer/iam';

/** Where a request comes from. */
export type From = Pick<Caller, 'sourceIp' | 'secureTransport' | 'userAgent'>;

/** Callers that are kept for one access key: addresses and clients from which it is used. */
export const CALLERS_PER_KEY_MAX = 64;

/**
 * One caller object for all requests of an access key from one place by one client, so that what is made of a caller (the text of events, the names of
 * bucket keys) is made once and not for each request. It hangs on the identity of the present snapshot: after a reload everybody is made anew.
 */
export class KnownCallers {
  readonly #service: string;
  readonly #known = new WeakMap<Identity, Map<string, Caller>>();

  /** `service` is what callers call the KMS by: `s3.REGION.amazonaws.com`. */
  constructor(service: string) {
    this.#service = service;
  }

  callerOf(identity: Identity, from: From): Caller {
    const callers = this.#of(identity);
    // An address has no space, and what is before it one of two letters: no two places have the same name.
    const name = `${from.secureTransport ? 's' : 'p'}${from.sourceIp} ${from.userAgent}`;
    let caller = callers.get(name);
    if (caller === undefined) {
      if (callers.size >= CALLERS_PER_KEY_MAX) callers.clear();
      caller = { ...identity.principal, ...from, accessKeyId: identity.accessKey.id, viaService: this.#service };
      callers.set(name, caller);
    }
    return caller;
  }

  #of(identity: Identity): Map<string, Caller> {
    let callers = this.#known.get(identity);
    if (callers === undefined) this.#known.set(identity, (callers = new Map<string, Caller>()));
    return callers;
  }
}
