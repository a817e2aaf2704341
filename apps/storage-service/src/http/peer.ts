import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { plainAddress } from '@coffer/service';

/** Whether nobody on a network sees what passes: TLS, or a peer on this machine. */
export function isConfidential(socket: Socket): boolean {
  if ('encrypted' in socket) return true;
  const address = plainAddress(socket.remoteAddress);
  return address.startsWith('127.') || address === '::1';
}

/** `1.2` or `1.3`; undefined on plain HTTP. */
export function tlsVersion(socket: Socket): string | undefined {
  return socket instanceof TLSSocket ? socket.getProtocol()?.replace('TLSv', '') : undefined;
}
