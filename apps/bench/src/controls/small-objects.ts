import type { IncomingMessage, ServerResponse } from 'node:http';

import { openEngine, RECORD_BYTES, SUMMARY_BYTES, type EngineName } from './engine.js';
import { serve } from './serve.js';

/**
 * The control of the small-object rows: what a PUT or GET costs before there is any S3 in it.
 *
 * It does: plain `node:http`; the same requests, headers and signatures included, from the same client; the body collected into one
 * buffer; the same durable `commitObject` of the same engine with the body inline and a record and summary of the service's sizes;
 * `findObject` for GET. It does not: check a signature, look up a bucket or a caller, parse S3 headers, hash, seal or open anything, call a KMS, or log.
 *
 *     node small-objects.js DIRECTORY
 */
const BUCKET = 'bench';

const engine = await openEngine(process.argv[2] ?? '');
await engine.createBucket({ name: BUCKET, record: Buffer.alloc(SUMMARY_BYTES) });
const summary = Buffer.alloc(SUMMARY_BYTES, 1);
const record = Buffer.alloc(RECORD_BYTES, 2);

async function put(name: EngineName, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  await engine.commitObject(name, { summary, record, body: { kind: 'inline', bytes: Buffer.concat(chunks) } });
  response.writeHead(200, { 'content-length': 0 }).end();
}

async function get(name: EngineName, response: ServerResponse): Promise<void> {
  const entry = await engine.findObject(name);
  if (entry?.body.kind !== 'inline') throw new Error('no such object');
  response.writeHead(200, { 'content-length': entry.body.bytes.length }).end(entry.body.bytes);
}

serve(
  (request, response) => {
    const name = { bucket: BUCKET, key: request.url ?? '' };
    return request.method === 'PUT' ? put(name, request, response) : get(name, response);
  },
  () => engine.close(),
);
