import { createCipheriv, createDecipheriv, randomBytes, type CipherGCM } from 'node:crypto';
import { once } from 'node:events';
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

import { serve } from './serve.js';

/**
 * The control of the large-object rows: `node:http`, AES-256-GCM and a file, as fast as these go together in plain code.
 *
 *     file = segment*                 segment = ciphertext:262144 (the last: less) tag:16
 *
 * It does: seal in segments of 256 KiB, so that a GET can release only bytes whose tag was checked; write each segment in one call while the next is being
 * sealed; one fdatasync before the answer; read one segment ahead and open it on GET, with backpressure both ways.
 * It does not: bind segments to one another or to a name, derive keys, keep a record or a directory entry durably, check a signature, or hash.
 *
 *     node large-objects.js DIRECTORY
 */
const SEGMENT_BYTES = 262_144;
const TAG_BYTES = 16;

const dir = process.argv[2] ?? '';
const key = randomBytes(32);

function nonce(index: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(index, 8);
  return bytes;
}

async function put(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = await open(path, 'w');
  try {
    let written: Promise<unknown> = Promise.resolve();
    for await (const segment of sealed(request)) {
      await written;
      written = file.writev(segment);
    }
    await written;
    await file.datasync();
  } finally {
    await file.close();
  }
  response.writeHead(200, { 'content-length': 0 }).end();
}

/** Segments as lists of pieces, so that no byte is copied to gather them. */
async function* sealed(source: IncomingMessage): AsyncGenerator<Buffer[]> {
  let index = 0;
  let cipher: CipherGCM = createCipheriv('aes-256-gcm', key, nonce(index));
  let pieces: Buffer[] = [];
  let left = SEGMENT_BYTES;
  for await (const chunk of source) {
    let rest = chunk as Buffer;
    while (rest.length > 0) {
      const piece = rest.subarray(0, left);
      pieces.push(cipher.update(piece));
      rest = rest.subarray(piece.length);
      left -= piece.length;
      if (left > 0) continue;
      cipher.final();
      yield [...pieces, cipher.getAuthTag()];
      index += 1;
      cipher = createCipheriv('aes-256-gcm', key, nonce(index));
      pieces = [];
      left = SEGMENT_BYTES;
    }
  }
  cipher.final();
  if (pieces.length > 0) yield [...pieces, cipher.getAuthTag()];
}

async function get(path: string, response: ServerResponse): Promise<void> {
  const { size } = await stat(path);
  const segments = Math.ceil(size / (SEGMENT_BYTES + TAG_BYTES));
  response.writeHead(200, { 'content-length': size - segments * TAG_BYTES });
  const file = await open(path);
  try {
    let ahead = readSegment(file, 0);
    for (let index = 0; index < segments; index += 1) {
      const segment = await ahead;
      ahead = index + 1 < segments ? readSegment(file, index + 1) : ahead;
      if (!response.write(opened(segment, index))) await once(response, 'drain');
    }
    response.end();
  } finally {
    await file.close();
  }
}

async function readSegment(file: FileHandle, index: number): Promise<Buffer> {
  const size = SEGMENT_BYTES + TAG_BYTES;
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(size), 0, size, index * size);
  return buffer.subarray(0, bytesRead);
}

function opened(segment: Buffer, index: number): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index));
  const plaintext = decipher.update(segment.subarray(0, -TAG_BYTES));
  decipher.setAuthTag(segment.subarray(-TAG_BYTES)).final();
  return plaintext;
}

serve(
  (request, response) => {
    const path = join(dir, encodeURIComponent(request.url ?? ''));
    return request.method === 'PUT' ? put(path, request, response) : get(path, response);
  },
  () => Promise.resolve(),
);
