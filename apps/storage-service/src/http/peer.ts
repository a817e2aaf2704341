import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The peer's address, IPv4 in its own form even where the socket speaks IPv6. */
export function peerAddress(socket: Socket): string {
  const address = socket.remoteAddress ?? '';
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

/** Whether nobody on a network sees what passes: TLS, or a peer on this machine. */
export function isConfidential(socket: Socket): boolean {
  if ('encrypted' in socket) return true;
  const address = peerAddress(socket);
  return address.startsWith('127.') || address === '::1';
}

/** `1.2` or `1.3`; undefined on plain HTTP. */
export function tlsVersion(socket: Socket): string | undefined {
  return socket instanceof TLSSocket ? socket.getProtocol()?.replace('TLSv', '') : undefined;
}
