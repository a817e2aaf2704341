import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { requestId } from '@coffer/service';

import { StorageError } from '../errors/storage-error.js';

import { errorAnswer } from './error-answer.js';

/**
 * Answers what is no HTTP request, or one whose headers do not end: node:http has no response for it, so its few lines go straight to the
 * socket, and the connection ends. If an answer is on its way there, nothing can be added to it.
 */
export function answerBrokenRequests(server: Server, hostId: string): void {
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answering.set(request.socket, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const response = answering.get(socket);
    const busy = response !== undefined && (response.headersSent ? !response.writableFinished : true);
    if (!socket.writable || busy || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    socket.end(rawAnswer(refusalOf(error.code), hostId));
  });
}

function refusalOf(code: string | undefined): StorageError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new StorageError('RequestHeaderSectionTooLarge', 'Your request header and query-string sections exceed the maximum allowed size.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new StorageError('RequestTimeout', 'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.');
    default:
      return new StorageError('InvalidRequest', 'An error occurred when parsing the HTTP request.');
  }
}

function rawAnswer(error: StorageError, hostId: string): Buffer {
  const id = requestId();
  const { body } = errorAnswer(error, { method: undefined, rawPath: '', id }, hostId);
  const xml = body instanceof Buffer ? body : Buffer.alloc(0);
  const lines = [
    'HTTP/1.1 400 Bad Request', 'Connection: close', 'Content-Type: application/xml', `Content-Length: ${String(xml.length)}`,
    `x-amz-request-id: ${id}`, `x-amz-id-2: ${hostId}`, '', '',
  ];
  return Buffer.concat([Buffer.from(lines.join('\r\n')), xml]);
}
