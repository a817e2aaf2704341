import { Readable } from 'node:stream';

import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { accessKeyId, region, secret } from '../test/peer.js';

import { signedBody } from './signed-body.js';
import type { SignedRequest } from './signed-request.js';
import { Verifier } from './verifier.js';

/** Whole requests of the AWS SDK's S3 client, caught before they reach a socket. */

interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

const verifier = new Verifier({ region, service: 's3', secretOf: (id) => (id === accessKeyId ? secret : undefined), now: () => new Date() });

const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function clientThatKeeps(caught: SdkRequest[]): S3Client {
  return new S3Client({
    region,
    endpoint: 'https://localhost:9000',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey: secret },
    maxAttempts: 1,
    logger: silent,
    requestHandler: {
      handle: (request: SdkRequest) => {
        caught.push(request);
        return Promise.reject(new Error('caught'));
      },
    },
  });
}

async function requestOf(put: ConstructorParameters<typeof PutObjectCommand>[0]): Promise<SdkRequest> {
  const caught: SdkRequest[] = [];
  await expect(clientThatKeeps(caught).send(new PutObjectCommand(put))).rejects.toThrow('caught');
  const [request] = caught;
  if (request === undefined) throw new Error('the client sent nothing');
  return request;
}

function wire({ method, path, query, headers }: SdkRequest): SignedRequest {
  const rawQuery = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return { method, rawPath: path, rawQuery, rawHeaders: Object.entries(headers).flat() };
}

async function* bytesOf(body: unknown): AsyncGenerator<Buffer> {
  if (body instanceof Readable) {
    for await (const bytes of body as AsyncIterable<Uint8Array | string>) yield typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes);
    return;
  }
  yield Buffer.from(body as Uint8Array);
}

async function collect(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe("the AWS SDK's S3 client", () => {
  it('has a body in memory believed', async () => {
    const request = await requestOf({ Bucket: 'bucket', Key: 'a key/with ümläuts & signs (1)!.txt', Body: 'hello', Metadata: { note: 'two  blanks' }, ContentType: 'text/plain' });
    const verified = verifier.verify(wire(request));
    expect(verified.accessKeyId).toBe(accessKeyId);
    expect((await collect(signedBody(verified, bytesOf(request.body)).body)).toString()).toBe('hello');
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)('has a stream with a %s trailer believed', async (ChecksumAlgorithm) => {
    const plain = Buffer.alloc(200_000, 'stream ');
    const request = await requestOf({ Bucket: 'bucket', Key: 'key', Body: Readable.from([plain.subarray(0, 70_000), plain.subarray(70_000)]), ContentLength: plain.length, ChecksumAlgorithm });
    const verified = verifier.verify(wire(request));
    const name = `x-amz-checksum-${ChecksumAlgorithm.toLowerCase()}`;
    expect(verified.payload).toEqual({ kind: 'chunked', signed: false, trailers: [name], trailerSigned: false, decodedLength: plain.length });
    const signed = signedBody(verified, bytesOf(request.body));
    expect((await collect(signed.body)).equals(plain)).toBe(true);
    expect([...signed.trailers().keys()]).toEqual([name]);
  });

  it('has a presigned URL believed', async () => {
    const url = new URL(await getSignedUrl(clientThatKeeps([]), new GetObjectCommand({ Bucket: 'bucket', Key: 'a key+1', ResponseContentType: 'text/plain; charset=utf-8' }), { expiresIn: 60 }));
    const request = { method: 'GET', rawPath: url.pathname, rawQuery: url.search.slice(1), rawHeaders: ['Host', url.host] };
    expect(verifier.verify(request)).toMatchObject({ accessKeyId, form: 'query', payload: { kind: 'unsigned' } });
  });
});
