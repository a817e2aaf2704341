import type { IncomingMessage } from 'node:http';
import { plainAddress } from '@coffer/service';
import { KmsError } from '../errors/kms-error.js';

/** The longest request: ten grant tokens of AWS's length and a context, with room for JSON's escapes. */
export const BODY_SIZE_MAX = 256 * 1024;

/** A request that was read whole. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  /** Names and values by turns, as they came: the signature covers them. */
  readonly rawHeaders: readonly string[];
  readonly target: string | undefined;
  /** Empty where there is none. */
  readonly contentType: string;
  readonly userAgent: string;
  readonly sourceIp: string;
  /** Whether it came over TLS. */
  readonly secureTransport: boolean;
  /** May hold a secret in base64; the corridor clears it. */
  readonly body: Buffer;
}

/** Reads a request to its end, or throws RequestEntityTooLargeException without reading the rest. */
export async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const target = message.headers['x-amz-target'];
  return {
    method: message.method ?? '',
    url: message.url ?? '',
    rawHeaders: message.rawHeaders,
    target: typeof target === 'string' ? target : undefined,
    contentType: message.headers['content-type'] ?? '',
    userAgent: message.headers['user-agent'] ?? '',
    sourceIp: plainAddress(message.socket.remoteAddress),
    secureTransport: 'encrypted' in message.socket,
    body: await readBody(message),
  };
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  if (Number(message.headers['content-length'] ?? 0) > BODY_SIZE_MAX) throw tooLarge();
  const pieces: Buffer[] = [];
  let size = 0;
  // The connection stays until the refusal is written, whichever way the loop ends.
  for await (const piece of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > BODY_SIZE_MAX) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function tooLarge(): KmsError {
  return new KmsError('RequestEntityTooLargeException', `A request has at most ${String(BODY_SIZE_MAX)} bytes.`);
}
