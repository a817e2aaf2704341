import type { SecureContextOptions } from 'node:tls';
import { ServerCredentials } from '@grpc/grpc-js';

/** PEM: this service's certificate and key, and the authority that signs its peers'. */
export interface ServerTls {
  readonly cert: Buffer | string;
  readonly key: Buffer | string;
  readonly ca: Buffer | string;
}

/** A batch of a few hundred entries arrives without waiting for the window to be opened again. */
const WINDOW_BYTES = 1024 * 1024;
const HANDSHAKE_DEADLINE_MS = 5_000;

/**
 * TLS 1.3 with a certificate on both sides, always: a peer without one, or with one of another authority, does not get past the
 * handshake. gRPC's own constructor offers neither the version nor the renewal.
 */
export class MutualTls extends ServerCredentials {
  constructor(tls: ServerTls) {
    const connection = { requestCert: true, rejectUnauthorized: true, handshakeTimeout: HANDSHAKE_DEADLINE_MS, settings: { initialWindowSize: WINDOW_BYTES } };
    super(connection, contextOf(tls));
  }

  /** New connections use these from now on; those that stand are left alone. Throws, and changes nothing, if they do not fit together. */
  renew(tls: ServerTls): void {
    this.updateSecureContextOptions(contextOf(tls));
  }

  override _equals(other: ServerCredentials): boolean {
    return this === other;
  }
}

function contextOf({ cert, key, ca }: ServerTls): SecureContextOptions {
  return { cert, key, ca, minVersion: 'TLSv1.3' };
}
