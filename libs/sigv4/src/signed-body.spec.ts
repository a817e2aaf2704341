import { createHash } from 'node:crypto';

import fc from 'fast-check';

import { chunkedUpload, wireOf, type Chunked, type StreamingMode } from '../test/chunked-peer.js';
import { put, verifier } from '../test/refusal.js';
import { signHeaders } from '../test/peer.js';

import { signedBody } from './signed-body.js';
import type { SignedRequest } from './signed-request.js';

const crc: readonly (readonly [string, string])[] = [['x-amz-checksum-crc32', 'y/Q5Jg==']];
const modes: readonly { mode: StreamingMode; trailers: readonly (readonly [string, string])[] }[] = [
  { mode: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', trailers: [] },
  { mode: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', trailers: crc },
  { mode: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', trailers: crc },
];

async function* cut(bytes: Buffer, step: number): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += step) yield await Promise.resolve(bytes.subarray(offset, offset + step));
}

async function* cutAt(bytes: Buffer, places: readonly number[]): AsyncGenerator<Buffer> {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, place] of sorted.entries()) yield await Promise.resolve(bytes.subarray(place, sorted[index + 1] ?? place));
}

/** What came through before the end or the error, and which. */
async function drain(request: SignedRequest, source: AsyncIterable<Buffer>): Promise<{ bytes: Buffer; code?: string; trailers?: ReadonlyMap<string, string> }> {
  const signed = signedBody(verifier.verify(request), source);
  const pieces: Buffer[] = [];
  try {
    for await (const piece of signed.body) pieces.push(piece);
    return { bytes: Buffer.concat(pieces), trailers: signed.trailers() };
  } catch (error) {
    return { bytes: Buffer.concat(pieces), code: (error as { code: string }).code };
  }
}

async function codeOf(upload: Chunked, wire: Buffer): Promise<string | undefined> {
  return (await drain(upload.request, cut(wire, 1_000))).code;
}

describe('a body whose hash is signed', () => {
  const body = Buffer.from('Welcome to Amazon S3.');
  const sha256 = createHash('sha256').update(body).digest('hex');
  const request = (): Promise<SignedRequest> => signHeaders({ ...put, headers: new Map([['x-amz-content-sha256', sha256]]) }, { service: 's3' });

  it('passes through', async () => {
    expect(await drain(await request(), cut(body, 5))).toEqual({ bytes: body, trailers: new Map() });
  });

  const changes: readonly { why: string; change: (bytes: Buffer) => Buffer }[] = [
    { why: 'one bit flipped', change: (bytes) => Buffer.from(bytes.map((byte, index) => (index === 3 ? byte ^ 1 : byte))) },
    { why: 'a byte less', change: (bytes) => bytes.subarray(1) },
    { why: 'a byte more', change: (bytes) => Buffer.concat([bytes, Buffer.from('x')]) },
    { why: 'nothing', change: () => Buffer.alloc(0) },
  ];

  it.each(changes)('throws at its end with $why', async ({ change }) => {
    expect((await drain(await request(), cut(change(body), 5))).code).toBe('XAmzContentSHA256Mismatch');
  });

  it('tells both hashes', async () => {
    const signed = signedBody(verifier.verify(await request()), cut(Buffer.alloc(0), 1));
    const drained = (async () => {
      for await (const piece of signed.body) expect(piece).toBeUndefined();
    })();
    await expect(drained).rejects.toMatchObject({ details: { ClientComputedContentSHA256: sha256, S3ComputedContentSHA256: createHash('sha256').digest('hex') } });
  });
});

describe('an unsigned body', () => {
  it('is the source itself', async () => {
    const source = cut(Buffer.from('anything'), 3);
    const verified = verifier.verify(await signHeaders(put, { service: 's3' }));
    expect(signedBody(verified, source).body).toBe(source);
    expect(signedBody(verified, source).trailers().size).toBe(0);
  });
});

describe.each(modes)('a chunked body, $mode', ({ mode, trailers }) => {
  const signed = mode !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  const pieces = [Buffer.alloc(3_000, 'a'), Buffer.from('b'), Buffer.alloc(2_000, 'c')];
  let upload: Chunked;
  beforeAll(async () => {
    upload = await chunkedUpload(pieces, { mode, trailers });
  });

  it.each([1, 2, 3, 7, 86, 999, 10_000])('is decoded from buffers of %i bytes', async (step) => {
    expect(await drain(upload.request, cut(wireOf(upload), step))).toEqual({ bytes: Buffer.concat(pieces), trailers: new Map(trailers) });
  });

  it('is decoded however it is chunked and cut', async () => {
    const plan = fc.record({ sizes: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 6 }), places: fc.array(fc.nat(), { maxLength: 12 }) });
    await fc.assert(
      fc.asyncProperty(plan, async ({ sizes, places }) => {
        const plain = sizes.map((size, index) => Buffer.alloc(size, index));
        const random = await chunkedUpload(plain, { mode, trailers });
        expect(await drain(random.request, cutAt(wireOf(random), places))).toEqual({ bytes: Buffer.concat(plain), trailers: new Map(trailers) });
      }),
    );
  });

  it('tells no trailers before its end, nor after a failure', async () => {
    const body = signedBody(verifier.verify(upload.request), cut(Buffer.from('x'), 1));
    expect(() => body.trailers()).toThrow('internal error');
    await expect(body.body[Symbol.asyncIterator]().next()).rejects.toThrow();
    expect(() => body.trailers()).toThrow('internal error');
  });

  it('may be empty', async () => {
    const empty = await chunkedUpload([], { mode, trailers });
    expect(await drain(empty.request, cut(wireOf(empty), 10))).toEqual({ bytes: Buffer.alloc(0), trailers: new Map(trailers) });
  });

  it('is handed on without a copy', async () => {
    const wire = wireOf(upload);
    const { body } = signedBody(verifier.verify(upload.request), cut(wire, wire.length));
    for await (const piece of body) expect(piece.buffer).toBe(wire.buffer);
  });

  it('is refused wherever it is cut short', async () => {
    const wire = wireOf(upload);
    for (let length = 0; length < wire.length; length += length > wire.length - 400 || length % 3_000 < 100 ? 1 : 97) {
      expect(await codeOf(upload, wire.subarray(0, length))).toBe('IncompleteBody');
    }
  });

  it('is refused if it goes on after its end', async () => {
    expect(await codeOf(upload, Buffer.concat([wireOf(upload), Buffer.from('\r\n')]))).toBe('IncompleteBody');
    expect(await codeOf(upload, Buffer.concat([wireOf(upload), wireOf(upload)]))).toBe('IncompleteBody');
  });

  it('is refused if its length is not the one that was stated', async () => {
    const stated = pieces.reduce((sum, piece) => sum + piece.length, 0);
    for (const decodedLength of [stated - 1, stated + 1, 0]) {
      const other = await chunkedUpload(pieces, { mode, trailers, decodedLength });
      expect(await codeOf(other, wireOf(other))).toBe('IncompleteBody');
    }
  });

  it('is refused with a trailer that was not announced', async () => {
    const wire = Buffer.concat([...upload.chunks, Buffer.from('x-amz-checksum-sha1:qUqP5cyxm6YcTAhz05Hph5gvu9M=\r\n'), upload.tail]);
    expect(await codeOf(upload, wire)).toBe('MalformedTrailerError');
  });

  const grammar: readonly { why: string; from: string; to: string }[] = [
    { why: 'a size with a sign', from: 'bb8', to: '+bb8' },
    { why: 'a size with 0x', from: 'bb8', to: '0xbb8' },
    { why: 'a size with a blank before it', from: 'bb8', to: ' bb8' },
    { why: 'a size with a blank after it', from: 'bb8', to: 'bb8 ' },
    { why: 'a size that is no hex', from: 'bb8', to: 'bbg' },
    { why: 'no size', from: 'bb8', to: '' },
    { why: 'a size of 17 digits', from: 'bb8', to: '00000000000000bb8' },
    { why: 'a chunk of more than 5 GiB', from: 'bb8', to: '140000001' },
    { why: 'another extension', from: 'bb8', to: 'bb8;x=1' },
  ];

  it.each(grammar)('is refused with $why', async ({ from, to }) => {
    const wire = Buffer.from(wireOf(upload).toString('latin1').replace(from, to), 'latin1');
    expect(await codeOf(upload, wire)).toBe('IncompleteBody');
  });

  it('takes a size of 16 digits in capitals', async () => {
    const wire = Buffer.from(wireOf(upload).toString('latin1').replace('bb8', '0000000000000BB8'), 'latin1');
    expect(await drain(upload.request, cut(wire, 100))).toMatchObject({ bytes: Buffer.concat(pieces) });
  });

  it('is refused if a line ends in a line feed alone, or a chunk in anything else', async () => {
    const text = wireOf(upload).toString('latin1');
    expect(await codeOf(upload, Buffer.from(text.replace('\r\n', '\n'), 'latin1'))).toBe('IncompleteBody');
    expect(await codeOf(upload, Buffer.from(text.replace('a\r\n', 'a\n'), 'latin1'))).toBe('IncompleteBody');
    expect(await codeOf(upload, Buffer.from(text.replace('a\r\n', 'ax\r\n'), 'latin1'))).toBe('IncompleteBody');
  });

  it('is refused, in bounded memory, if a line has no end', async () => {
    const line = Buffer.alloc(300, '0');
    expect((await drain(upload.request, cut(line, 1))).code).toBe('IncompleteBody');
    const trailer = Buffer.concat([...upload.chunks, Buffer.alloc(2_000, 'x')]);
    expect((await drain(upload.request, cut(trailer, 1))).code).toBe('MalformedTrailerError');
  });

  if (signed) {
    it('is refused if any bit of it is flipped', async () => {
      const small = await chunkedUpload([Buffer.from('ab'), Buffer.from('c')], { mode, trailers });
      const wire = wireOf(small);
      for (let index = 0; index < wire.length; index += 1) {
        const flipped = Buffer.from(wire);
        flipped.writeUInt8(flipped.readUInt8(index) ^ 1, index);
        expect(['SignatureDoesNotMatch', 'IncompleteBody', 'MalformedTrailerError']).toContain(await codeOf(small, flipped));
      }
    });

    it('keeps back the last piece of a chunk that is not what was signed', async () => {
      const wire = wireOf(upload);
      wire.writeUInt8(0x62, upload.chunks[0]?.indexOf('aaa') ?? 0);
      const result = await drain(upload.request, cut(wire, wire.length));
      expect(result).toEqual({ bytes: Buffer.alloc(0), code: 'SignatureDoesNotMatch' });
    });

    const rearranged: readonly { why: string; order: readonly number[] }[] = [
      { why: 'a chunk is dropped', order: [0, 2, 3] },
      { why: 'the first chunk is dropped', order: [1, 2, 3] },
        { why: 'two chunks are swapped', order: [1, 0, 2, 3] },
      { why: 'it ends before its last chunk', order: [0, 1, 3] },
    ];

    it.each(rearranged)('is refused if $why', async ({ order }) => {
      const wire = Buffer.concat([...order.map((index) => upload.chunks[index] ?? Buffer.alloc(0)), upload.tail]);
      expect(await codeOf(upload, wire)).toBe('SignatureDoesNotMatch');
    });

    it('is refused if a chunk stands in the place of another of its size', async () => {
      const equal = await chunkedUpload([Buffer.alloc(100, 'a'), Buffer.alloc(100, 'b')], { mode, trailers });
      const [first = Buffer.alloc(0), , last = Buffer.alloc(0)] = equal.chunks;
      expect(await codeOf(equal, Buffer.concat([first, first, last, equal.tail]))).toBe('SignatureDoesNotMatch');
    });

    it('is refused if a chunk is doubled', async () => {
      const [first = Buffer.alloc(0)] = upload.chunks;
      expect(await codeOf(upload, Buffer.concat([first, ...upload.chunks, upload.tail]))).toBe('IncompleteBody');
    });

    it("is refused with another request's chunks", async () => {
      const other = await chunkedUpload(pieces, { mode, trailers: [...trailers, ['x-amz-checksum-crc32c', 'AAAAAA==']] });
      expect(await codeOf(upload, wireOf(other))).toBe('SignatureDoesNotMatch');
    });

    it('is refused without a chunk signature', async () => {
      const wire = Buffer.from(wireOf(upload).toString('latin1').replace(/;chunk-signature=[0-9a-f]{64}/, ''), 'latin1');
      expect(await codeOf(upload, wire)).toBe('IncompleteBody');
    });
  }

  if (trailers.length > 0) {
    it("takes minio-go's line ends", async () => {
      const minio = await chunkedUpload(pieces, { mode, trailers, lineEnd: '\n\r\n' });
      for (const step of [1, 50, 10_000]) {
        expect(await drain(minio.request, cut(wireOf(minio), step))).toEqual({ bytes: Buffer.concat(pieces), trailers: new Map(trailers) });
      }
    });

    it('is refused without the trailer that was announced, or with it twice', async () => {
      const tail = upload.tail.toString('latin1');
      const line = tail.slice(0, tail.indexOf('\r\n') + 2);
      for (const other of [tail.replace(line, ''), line + tail]) {
        expect(await codeOf(upload, Buffer.concat([...upload.chunks, Buffer.from(other, 'latin1')]))).toBe('MalformedTrailerError');
      }
    });

    it('is refused with a trailer that has no colon', async () => {
      const tail = upload.tail.toString('latin1').replace(':', '=');
      expect(await codeOf(upload, Buffer.concat([...upload.chunks, Buffer.from(tail, 'latin1')]))).toBe('MalformedTrailerError');
    });
  }
});

describe('a signed trailer', () => {
  const mode = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';

  async function codeWith(change: (tail: string) => string): Promise<string | undefined> {
    const upload = await chunkedUpload([Buffer.from('abc')], { mode, trailers: crc });
    return codeOf(upload, Buffer.concat([...upload.chunks, Buffer.from(change(upload.tail.toString('latin1')), 'latin1')]));
  }

  it('is believed as it was signed', async () => {
    expect(await codeWith((tail) => tail)).toBeUndefined();
  });

  it('is refused with another value', async () => {
    expect(await codeWith((tail) => tail.replace('y/Q5Jg==', 'AAAAAA=='))).toBe('SignatureDoesNotMatch');
  });

  it('is refused without its signature', async () => {
    expect(await codeWith((tail) => tail.replace(/x-amz-trailer-signature:.*\r\n/, ''))).toBe('MalformedTrailerError');
  });

  it('is refused if a line follows its signature', async () => {
    expect(await codeWith((tail) => tail.replace(/\r\n\r\n$/, '\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n'))).toBe('MalformedTrailerError');
  });

  it('may stand there without any trailer, but with its signature', async () => {
    const upload = await chunkedUpload([Buffer.from('abc')], { mode });
    expect(await codeOf(upload, wireOf(upload))).toBeUndefined();
    expect(await codeOf(upload, Buffer.concat([...upload.chunks, Buffer.from('\r\n')]))).toBe('MalformedTrailerError');
  });
});
