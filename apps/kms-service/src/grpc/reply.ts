import type { Secret } from '@coffer/crypto';

/**
 * A message for gRPC, and the secrets whose live bytes it shows.
 *
 * gRPC serializes a reply before its callback returns, or, when the caller is gone, never; so the secrets are cleared when the callback has
 * returned. A reply that is serialized after that would send zeros for keys, and whoever sealed under them would have sealed under nothing: it throws.
 */
export class Reply {
  #cleared = false;

  constructor(
    private readonly message: object,
    private readonly secrets: readonly Secret[] = [],
  ) {}

  /** The writer's own buffer is zeroed too, once gRPC has framed a copy of it in this same turn. That copy, gRPC's, is left to it. */
  serialize(write: (message: object) => Buffer): Buffer {
    if (this.#cleared) throw new Error('a reply was serialized after its secrets were cleared');
    const bytes = write(this.message);
    if (this.secrets.length > 0) queueMicrotask(() => bytes.fill(0));
    return bytes;
  }

  clear(): void {
    this.#cleared = true;
    for (const secret of this.secrets) secret[Symbol.dispose]();
  }
}
