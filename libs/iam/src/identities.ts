import type { AccessKey } from './access-key.js';
import type { Principal } from './caller.js';

/** A principal and one of the keys by which it is known. */
export interface Identity {
  readonly principal: Principal;
  readonly accessKey: AccessKey;
  /** The principal's tags; empty for the root. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Everyone who may sign a request, by access key id. Checked whole when it was made: an id belongs to one principal. */
export class Identities {
  readonly #byAccessKeyId: ReadonlyMap<string, Identity>;

  constructor(identities: Iterable<Identity>) {
    const all = [...identities];
    this.#byAccessKeyId = new Map(all.map((identity) => [identity.accessKey.id, identity]));
    if (this.#byAccessKeyId.size !== all.length) throw new Error('two identities have the same access key id');
  }

  /** The owner of an access key id, or nothing. */
  find(accessKeyId: string): Identity | undefined {
    return this.#byAccessKeyId.get(accessKeyId);
  }

  get size(): number {
    return this.#byAccessKeyId.size;
  }

  [Symbol.iterator](): Iterator<Identity> {
    return this.#byAccessKeyId.values();
  }
}
