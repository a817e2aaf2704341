import { createHash, createHmac } from 'node:crypto';

import { secret, signHeaders } from './peer.js';

import type { SignedRequest } from '../src/signed-request.js';

/** Writes aws-chunked bodies as the documentation describes them, with its own HMACs. */

export type StreamingMode = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' | 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER' | 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

export interface Chunked {
  readonly request: SignedRequest;
  /** Header line, data and line break of each chunk, the last, empty one among them. */
  readonly chunks: readonly Buffer[];
  /** All that follows the last chunk's header line. */
  readonly tail: Buffer;
}

export interface ChunkedOptions {
  readonly mode: StreamingMode;
  readonly trailers?: readonly (readonly [string, string])[];
  readonly decodedLength?: number;
  /** What ends the line of a trailer. */
  readonly lineEnd?: string;
}

export async function chunkedUpload(pieces: readonly Buffer[], options: ChunkedOptions): Promise<Chunked> {
  const { mode, trailers = [] } = options;
  const decodedLength = options.decodedLength ?? pieces.reduce((sum, piece) => sum + piece.length, 0);
  const headers = new Map<string, string>([
    ['x-amz-content-sha256', mode],
    ['x-amz-decoded-content-length', String(decodedLength)],
    ...(trailers.length === 0 ? [] : [['x-amz-trailer', trailers.map(([name]) => name).join(',')] as const]),
  ]);
  const request = await signHeaders({ method: 'PUT', path: '/bucket/key', query: new Map(), headers }, { service: 's3' });
  const signed = mode !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  const seed = /Signature=([0-9a-f]{64})/.exec(request.rawHeaders.join())?.[1] ?? '';
  const signer = chunkSigner(seed);
  const chunks = [...pieces, Buffer.alloc(0)].map((piece) => {
    const extension = signed ? `;chunk-signature=${signer.chunk(piece)}` : '';
    const header = Buffer.from(`${piece.length.toString(16)}${extension}\r\n`);
    return piece.length === 0 ? header : Buffer.concat([header, piece, Buffer.from('\r\n')]);
  });
  const lines = trailers.map(([name, value]) => `${name}:${value}${options.lineEnd ?? '\r\n'}`).join('');
  const signature = mode.endsWith('-TRAILER') && signed ? `x-amz-trailer-signature:${signer.trailer(trailers)}\r\n` : '';
  return { request, chunks, tail: Buffer.from(`${lines}${signature}\r\n`) };
}

export function wireOf({ chunks, tail }: Chunked): Buffer {
  return Buffer.concat([...chunks, tail]);
}

interface ChunkSigner {
  chunk(piece: Buffer): string;
  trailer(trailers: readonly (readonly [string, string])[]): string;
}

function chunkSigner(seed: string): ChunkSigner {
  const scope = '20260102/eu-central-1/s3/aws4_request';
  let key = Buffer.from(`AWS4${secret}`);
  for (const word of scope.split('/')) key = createHmac('sha256', key).update(word).digest();
  let previous = seed;
  const sign = (label: string, what: string): string => createHmac('sha256', key).update([label, '20260102T030405Z', scope, previous, what].join('\n')).digest('hex');
  return {
    chunk: (piece) => {
      previous = sign('AWS4-HMAC-SHA256-PAYLOAD', `${sha256('')}\n${sha256(piece)}`);
      return previous;
    },
    trailer: (trailers) => sign('AWS4-HMAC-SHA256-TRAILER', sha256(trailers.map(([name, value]) => `${name}:${value}\n`).join(''))),
  };
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}
