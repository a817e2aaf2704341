import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { bytes, startLab, type Lab } from './lab.js';
import { RawConnection, sha256, signedHead, type SignedHead } from './raw.js';

const Bucket = 'signing';
const body = bytes(200_000, 3);
const crc = Buffer.alloc(4);
crc.writeUInt32BE(crc32(body));
let lab: Lab;
let s3: S3Client;

beforeAll(async () => {
  lab = await startLab();
  s3 = lab.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

async function read(Key: string): Promise<Buffer> {
  return Buffer.from((await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToByteArray()) ?? []);
}

describe('presigned URLs', () => {
  it('put and get without a header', async () => {
    const put = await fetch(await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'pre signed+é' }), { expiresIn: 60 }), { method: 'PUT', body: 'hello' });
    expect(put.status).toBe(200);
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'pre signed+é', ResponseContentType: 'text/x-pre' }), { expiresIn: 60 });
    const got = await fetch(url);
    expect(got.headers.get('content-type')).toBe('text/x-pre');
    expect(await got.text()).toBe('hello');
    const changed = await fetch(url.replace('text%2Fx-pre', 'text%2Fhtml'));
    expect(changed.status).toBe(403);
    expect(await changed.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  it('end', async () => {
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'a' }), { expiresIn: 1, signingDate: new Date(Date.now() - 5_000) });
    const late = await fetch(url);
    expect(late.status).toBe(403);
    expect(await late.text()).toContain('<Message>Request has expired</Message>');
  });
});

describe('virtual-host style', () => {
  it('finds the bucket in front of the domain', async () => {
    const host = `${Bucket}.localhost:${String(lab.port)}`;
    const put = new RawConnection(lab.port).send(signedHead('PUT', '/virtual/a%20b', { host, 'content-length': '5' }).text).send('hello');
    expect((await put.answer()).status).toBe(200);
    expect((await read('virtual/a b')).toString()).toBe('hello');
    const list = await new RawConnection(lab.port).send(signedHead('GET', '/?list-type=2&prefix=virtual%2F', { host }).text).answer();
    expect(list).toMatchObject({ status: 200, body: expect.stringContaining('<Key>virtual/a b</Key>') as string });
  });
});

/** The chunks of a body, each signed with the one before it. */
function signedChunks(head: SignedHead, chunks: readonly Buffer[]): { readonly wire: Buffer; readonly last: string } {
  const parts: Buffer[] = [];
  let previous = head.signature;
  for (const chunk of [...chunks, Buffer.alloc(0)]) {
    const text = ['AWS4-HMAC-SHA256-PAYLOAD', head.date, head.scope, previous, sha256(''), sha256(chunk)].join('\n');
    previous = createHmac('sha256', head.key).update(text).digest('hex');
    parts.push(Buffer.from(`${chunk.length.toString(16)};chunk-signature=${previous}\r\n`), chunk, ...(chunk.length === 0 ? [] : [Buffer.from('\r\n')]));
  }
  return { wire: Buffer.concat(parts), last: previous };
}

function chunkedHead(key: string, payload: string, length: number, more: Record<string, string> = {}): SignedHead {
  const headers = { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': String(body.length), 'content-length': String(length), ...more };
  return signedHead('PUT', `/${Bucket}/${key}`, headers, payload);
}

describe('aws-chunked bodies', () => {
  const chunks = [body.subarray(0, 65_536), body.subarray(65_536, 131_072), body.subarray(131_072)];
  const crc32Header = { 'x-amz-trailer': 'x-amz-checksum-crc32' };
  const unsigned = (value: string) => Buffer.concat([
    ...chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]), Buffer.from(`0\r\nx-amz-checksum-crc32:${value}\r\n\r\n`),
  ]);
  const send = (head: SignedHead, wire: Buffer) => new RawConnection(lab.port).send(head.text).send(wire).answer();

  it('are taken, signed chunk by chunk, and kept without their framing', async () => {
    const length = signedChunks(chunkedHead('chunked', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 0), chunks).wire.length + 2;
    const head = chunkedHead('chunked', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', length);
    expect((await send(head, Buffer.concat([signedChunks(head, chunks).wire, Buffer.from('\r\n')]))).status).toBe(200);
    expect((await read('chunked')).equals(body)).toBe(true);
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'chunked' }))).ContentEncoding).toBeUndefined();
  });

  it('are refused when one byte of a chunk is another', async () => {
    const head = chunkedHead('bad-chunk', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 0);
    const length = signedChunks(head, chunks).wire.length + 2;
    const signed = chunkedHead('bad-chunk', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', length);
    const wire = Buffer.concat([signedChunks(signed, chunks).wire, Buffer.from('\r\n')]);
    wire[100_000] = (wire[100_000] ?? 0) ^ 1;
    expect(await send(signed, wire)).toMatchObject({ status: 403, body: expect.stringContaining('<Code>SignatureDoesNotMatch</Code>') as string });
    await expect(read('bad-chunk')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('carry a checksum behind them', async () => {
    const wire = unsigned(crc.toString('base64'));
    const answer = await send(chunkedHead('trailer', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', wire.length, crc32Header), wire);
    expect(answer.status).toBe(200);
    expect(answer.head).toContain(`x-amz-checksum-crc32: ${crc.toString('base64')}`);
    expect((await read('trailer')).equals(body)).toBe(true);
  });

  it.each([
    ['is wrong', 'AAAAAA==', crc32Header, 'BadDigest'],
    ['is none', 'AAA=', crc32Header, 'InvalidRequest'],
    ['is not the one announced', crc.toString('base64'), { 'x-amz-trailer': 'x-amz-checksum-sha256' }, 'MalformedTrailerError'],
  ])('are refused when the checksum behind them %s', async (_, value, more, code) => {
    const wire = unsigned(value);
    const answer = await send(chunkedHead('bad-trailer', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', wire.length, more), wire);
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining(`<Code>${code}</Code>`) as string });
    await expect(read('bad-trailer')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('are refused when they are shorter than declared', async () => {
    const wire = unsigned(crc.toString('base64'));
    const answer = await send(chunkedHead('short', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', wire.length, { ...crc32Header, 'x-amz-decoded-content-length': String(body.length + 1) }), wire);
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('<Code>IncompleteBody</Code>') as string });
  });

  it('are refused when a chunk has no size', async () => {
    const wire = Buffer.from('zz\r\nhello\r\n0\r\n\r\n');
    expect((await send(chunkedHead('sizeless', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', wire.length, crc32Header), wire)).status).toBe(400);
  });
});
