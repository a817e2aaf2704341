import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Runs a control server on a free port of loopback and tells the parent when it serves. It ends with its parent or on SIGTERM, after
 * `close`. A handler that fails answers 500 with the message, which fails the run.
 */
export function serve(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>, close: () => Promise<void>): void {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  const stop = (): void => {
    void close().finally(() => process.exit(0));
  };
  process.on('disconnect', stop);
  process.on('SIGTERM', stop);
  server.listen(0, '127.0.0.1', () => process.send?.({ ready: true, ports: { door: (server.address() as AddressInfo).port } }));
}
