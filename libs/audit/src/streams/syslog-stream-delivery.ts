import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Delivery } from './delivery.js';
import { framed, syslogMessage } from './syslog-message.js';

/**
 * Sends events over one connection, TCP or TLS, made when it is needed. The server's certificate must be one that Node trusts (`NODE_EXTRA_CA_CERTS` adds
 * some).
 *
 * Syslog answers nothing, so a batch is delivered when the system took it: what a server that dies has not read of it is lost.
 */
export class SyslogStreamDelivery implements Delivery {
  readonly #connect: () => Socket;
  #socket: Socket | undefined;

  constructor(transport: 'tcp' | 'tls', host: string, port: number) {
    this.#connect = () => (transport === 'tcp' ? connectTcp({ host, port }) : connectTls({ host, port, servername: host, minVersion: 'TLSv1.2' }));
  }

  async send(lines: readonly string[], signal: AbortSignal): Promise<void> {
    const socket = await this.#connected(signal);
    await settled(socket, signal, (done) => socket.write(Buffer.concat(lines.map((line) => framed(syslogMessage(line)))), done)).catch((error: unknown) => {
      this.close();
      throw error;
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #connected(signal: AbortSignal): Promise<Socket> {
    if (this.#socket?.writable === true) return this.#socket;
    this.close();
    const socket = this.#connect();
    socket.unref();
    // Servers of syslog send nothing; what they send nevertheless is read, so that their end of the connection shows.
    socket.resume();
    socket.on('end', () => socket.destroy());
    this.#socket = socket;
    const event = 'encrypted' in socket ? 'secureConnect' : 'connect';
    await settled(socket, signal, (done) => socket.once(event, () => { done(); }));
    return socket;
  }
}

/** Waits for what `begin` begins, for an error of the socket, its end or the signal, whichever comes first. */
function settled(socket: Socket, signal: AbortSignal, begin: (done: (error?: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error?: Error | null): void => {
      for (const name of ['error', 'close'] as const) socket.off(name, failed);
      signal.removeEventListener('abort', aborted);
      if (error) reject(error);
      else resolve();
    };
    const failed = (error?: unknown): void => { end(error instanceof Error ? error : new Error('the connection was closed')); };
    const aborted = (): void => { end(new Error('the receiver took too long')); };
    // The listener that stays keeps a later error from ending the process.
    socket.on('error', () => undefined);
    for (const name of ['error', 'close'] as const) socket.once(name, failed);
    signal.addEventListener('abort', aborted);
    begin(end);
  });
}
