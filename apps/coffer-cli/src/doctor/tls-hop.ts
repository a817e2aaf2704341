import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import * as tls from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';

import { describeCertificate } from './certificate.js';
import { HopFailure, type Found } from './hop.js';
import type { Target } from './reach.js';

/** How TLS is tried: whom to trust, and how we show ourselves. */
export interface TlsOptions {
  readonly ca: readonly string[];
  readonly cert?: string;
  readonly key?: string;
  /** The option or setting that names the authority. */
  readonly caSetting: string;
  /** The service's setting of its certificate. */
  readonly certSetting: string;
}

/** Before 22.15 Node told only of the authorities that it brings itself. */
type OlderTls = Partial<Pick<typeof tls, 'getCACertificates'>>;

/** What is trusted at the HTTP doors: the system's and NODE_EXTRA_CA_CERTS, and the file that was named. Throws HopFailure. */
export function trustedAuthorities(file: string | undefined): readonly string[] {
  const known = (tls as OlderTls).getCACertificates?.('default') ?? tls.rootCertificates;
  return file === undefined ? known : [...known, readPem('--ca', file)];
}

/** The text of a file of certificates or a key. Throws HopFailure, which names the option and not what the file holds. */
export function readPem(option: string, file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new HopFailure(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`, `mend ${option}`);
  }
  if (!text.includes('-----BEGIN ')) throw new HopFailure(`${file} holds no PEM`, `mend ${option}: give a file of PEM`);
  return text;
}

/** Shakes hands and judges the certificate as a client would. Throws HopFailure, which says whose certificate it is. */
export async function shakeHands(target: Target, options: TlsOptions, signal: AbortSignal, protocols?: readonly string[]): Promise<Found<undefined>> {
  const socket = await secured(target, { ca: [...options.ca], cert: options.cert, key: options.key, ...(protocols && { ALPNProtocols: [...protocols] }) }, signal)
    .catch((error: unknown) => { throw handshakeFailure(error as NodeJS.ErrnoException, target); });
  const told = describeCertificate(socket.getPeerCertificate(true), new Date());
  const fault = socket.authorized ? undefined : String((socket.authorizationError as Error | string | undefined) ?? 'unknown');
  const code = faultCode(socket);
  socket.destroy();
  if (fault !== undefined) throw new HopFailure(`${told}: ${judgement(code, target.host)}`, remedyFor(code, target, options));
  return { detail: `${told}, trusted`, value: undefined };
}

/** Whether TLS is spoken at the port, whoever speaks it. */
export async function speaksTls(target: Target, signal: AbortSignal): Promise<boolean> {
  return secured(target, {}, signal).then((socket) => { socket.destroy(); return true; }, () => false);
}

function secured({ host, port }: Target, options: ConnectionOptions, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    let socket: TLSSocket;
    try {
      // A signal that was given before tells no listener, and the socket would stay.
      signal.throwIfAborted();
      socket = tls.connect({ host, port, ...(isIP(host) === 0 && { servername: host }), rejectUnauthorized: false, ...options }, () => { resolve(socket); });
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    // Also after the handshake: a server may refuse our certificate then, and that is another hop's to tell.
    socket.on('error', reject);
    signal.addEventListener('abort', () => { socket.destroy(); });
  });
}

function faultCode(socket: TLSSocket): string {
  const error = socket.authorizationError as unknown;
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
}

function handshakeFailure(error: NodeJS.ErrnoException, { port, setting }: Target): HopFailure {
  const { code = '', message } = error;
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG' || code === 'ERR_SSL_HTTP_REQUEST') {
    return new HopFailure(`port ${String(port)} speaks plain HTTP, and not TLS`, `write http:// in ${setting}, or give the service a certificate`);
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') return new HopFailure('the connection ended during the handshake', `see whether TLS is spoken at the port that ${setting} names, and what stands in between`);
  return new HopFailure(`the handshake failed (${code || message})`, `look at the certificates that the service and ${setting} name`);
}

const UNTRUSTED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_SIGNATURE_FAILURE',
  'AUTHORITY_ISSUER_SERIAL_MISMATCH', 'AKID_ISSUER_SERIAL_MISMATCH', 'AKID_SKID_MISMATCH',
]);

function judgement(code: string, host: string): string {
  if (UNTRUSTED.has(code)) return `its authority is not trusted here (${code})`;
  if (code === 'CERT_HAS_EXPIRED') return 'it has expired';
  if (code === 'CERT_NOT_YET_VALID') return 'it is not valid yet';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `it is not for ${host}`;
  return `it is not accepted (${code})`;
}

function remedyFor(code: string, { host, setting }: Target, { caSetting, certSetting }: TlsOptions): string {
  if (UNTRUSTED.has(code)) return `give its authority by ${caSetting}`;
  if (code === 'CERT_HAS_EXPIRED') return `renew the files of ${certSetting}; they are taken without a restart`;
  if (code === 'CERT_NOT_YET_VALID') return `mend the clock of this machine, or the files of ${certSetting}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `name the service in ${setting} as its certificate does, or put ${host} into the certificate of ${certSetting}`;
  return `look at the files of ${certSetting}`;
}
