import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { listenFault } from '../start/assert-port-free.js';

/** How often connections that have become idle are closed while a door drains. */
const IDLE_SWEEP_MS = 50;

/**
 * An HTTP server that can be opened with a clear error and closed without waiting for clients that keep their connections.
 *
 * `close` lets requests that have begun end. It closes what is idle at once and again as it becomes idle, and connections that never
 * asked for anything, which Node itself counts as busy.
 */
export class HttpDoor {
  readonly #server: Server;
  /** Connections on which no request has begun, by the client's end: under TLS a request has another socket than its connection. */
  readonly #silent = new Map<string, Socket>();

  constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      const client = clientOf(socket);
      this.#silent.set(client, socket);
      socket.once('close', () => {
        if (this.#silent.get(client) === socket) this.#silent.delete(client);
      });
    });
    server.on('request', ({ socket }) => this.#silent.delete(clientOf(socket)));
  }

  /** Opens the door and returns its port. A port that cannot be had is a StartError that names `setting`. */
  async listen(setting: string, host: string, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      const refuse = (error: Error): void => {
        reject(listenFault(setting, host, port, error));
      };
      this.#server.once('error', refuse);
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', refuse);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** No new connections; resolves when the last request has ended. What lingers is for `abort`. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const sweep = setInterval(() => {
      this.#server.closeIdleConnections();
    }, IDLE_SWEEP_MS);
    await new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      for (const socket of this.#silent.values()) socket.destroy();
    });
    clearInterval(sweep);
  }

  /** Cuts every connection, also those in the middle of a request. */
  abort(): void {
    this.#server.closeAllConnections();
  }
}

function clientOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${String(remotePort)}`;
}
