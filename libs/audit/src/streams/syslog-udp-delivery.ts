import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Delivery } from './delivery.js';
import { syslogMessage } from './syslog-message.js';

/** The most that a datagram takes. A longer event is cut: UDP has no other way, and it is whole in the log. */
export const DATAGRAM_SIZE_MAX = 65_000;

/** Sends each event as a datagram. Nobody says whether it arrives: that is UDP. */
export class SyslogUdpDelivery implements Delivery {
  readonly #socket: Socket;
  readonly #host: string;
  readonly #port: number;

  constructor(host: string, port: number) {
    [this.#host, this.#port] = [host, port];
    this.#socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    this.#socket.unref();
    // A refused datagram is told to the socket later, and there is nothing to do about it.
    this.#socket.on('error', () => undefined);
  }

  async send(lines: readonly string[]): Promise<void> {
    for (const line of lines) await this.#sendOne(syslogMessage(line).subarray(0, DATAGRAM_SIZE_MAX));
  }

  close(): void {
    this.#socket.close();
  }

  #sendOne(message: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.send(message, this.#port, this.#host, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}
