import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

import { bytes, refused, startLab, type Lab } from './lab.js';
import { RawConnection, sha256, signedHead } from './raw.js';

const Bucket = 'wire';
let lab: Lab;
let s3: S3Client;

beforeAll(async () => {
  lab = await startLab();
  s3 = lab.s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

const open = () => new RawConnection(lab.port);
const isThere = async (Key: string) => (await refused(s3.send(new GetObjectCommand({ Bucket, Key })))).code !== 'NoSuchKey';
const read = async (Key: string) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

describe('answers', () => {
  it('carry the request id, the host id and the name of the server', async () => {
    const { status, head } = await open().send(signedHead('GET', '/wire', {}).text).answer();
    expect(status).toBe(200);
    expect(head).toMatch(/x-amz-request-id: [0-9A-F]{16}\r\n/);
    expect(head).toMatch(/x-amz-id-2: \S{64}\r\n/);
    expect(head).toMatch(/Server: Coffer/);
    expect(head).not.toMatch(/x-powered-by|express/i);
  });

  it('name the request in the error document', async () => {
    const { status, head, body } = await open().send(signedHead('GET', '/wire/absent', {}).text).answer();
    const id = /x-amz-request-id: (\S+)/.exec(head)?.[1] ?? '';
    expect(status).toBe(404);
    expect(body).toContain(`<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>`);
    expect(body).toContain(`<Resource>/wire/absent</Resource><RequestId>${id}</RequestId><HostId>`);
  });

  it('share a connection, one after another', async () => {
    const connection = open();
    for (const [path, status] of [['/wire/absent', 404], ['/wire', 200], ['/wire/a?acl=', 404]] as const) {
      expect((await connection.send(signedHead('GET', path, {}).text).answer()).status).toBe(status);
    }
    connection.socket.destroy();
  });
});

describe('bodies', () => {
  const put = (key: string, size: number, more: Record<string, string> = {}) => signedHead('PUT', `/wire/${key}`, { 'content-length': String(size), ...more }).text;

  it('are asked for only when the request will be served', async () => {
    const served = open().send(put('continue', 5, { expect: '100-continue' }));
    expect((await served.answer()).status).toBe(100);
    expect((await served.send('hello').answer()).status).toBe(200);
    expect(await read('continue')).toBe('hello');
    const refusedEarly = open().send(signedHead('PUT', '/no-such-bucket/a', { 'content-length': '5', expect: '100-continue' }).text);
    const answer = await refusedEarly.answer();
    expect(answer).toMatchObject({ status: 404 });
    expect(answer.head).toMatch(/connection: close/i);
    await refusedEarly.closed;
  });

  it('that nobody wants pass, and the connection goes on', async () => {
    const connection = open().send(signedHead('PUT', '/no-such-bucket/a', { 'content-length': '1000' }).text);
    expect((await connection.answer()).status).toBe(404);
    expect((await connection.send(Buffer.alloc(1_000)).send(signedHead('GET', '/wire', {}).text).answer()).status).toBe(200);
    connection.socket.destroy();
  });

  it('that are too large to pass do not hide the answer', async () => {
    const connection = open().send(signedHead('PUT', '/no-such-bucket/a', { 'content-length': '50000000' }).text).send(Buffer.alloc(500_000));
    const { status, head } = await connection.answer();
    expect(status).toBe(404);
    expect(head).toMatch(/connection: close/i);
    connection.send(Buffer.alloc(5_000_000));
    await connection.closed;
  });

  it('that end early leave nothing', async () => {
    const connection = open().send(put('cut', 1_000)).send(Buffer.alloc(500));
    await new Promise((resolve) => setTimeout(resolve, 100));
    connection.socket.destroy();
    await connection.closed;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await isThere('cut')).toBe(false);
  });

  it('of unknown or no length are refused', async () => {
    const chunked = open().send(signedHead('PUT', '/wire/chunked', { 'transfer-encoding': 'chunked' }).text).send('5\r\nhello\r\n0\r\n\r\n');
    expect(await chunked.answer()).toMatchObject({ status: 501, body: expect.stringContaining('<Code>NotImplemented</Code>') as string });
    const none = open().send(signedHead('PUT', '/wire/none', {}).text);
    expect(await none.answer()).toMatchObject({ status: 411, body: expect.stringContaining('<Code>MissingContentLength</Code>') as string });
    const large = open().send(put('large', 5 * 1_024 ** 3 + 1, { expect: '100-continue' }));
    expect(await large.answer()).toMatchObject({ status: 400, body: expect.stringContaining('<Code>EntityTooLarge</Code>') as string });
  });

  it('that were not what was signed leave what was there', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'signed', Body: 'old' }));
    const connection = open().send(signedHead('PUT', '/wire/signed', { 'content-length': '3' }, sha256('new')).text).send('NEW');
    expect(await connection.answer()).toMatchObject({ status: 400, body: expect.stringContaining('<Code>XAmzContentSHA256Mismatch</Code>') as string });
    expect(await read('signed')).toBe('old');
  });
});

describe('hostile requests', () => {
  it.each([
    ['two lengths', ['content-length: 5', 'content-length: 6']],
    ['a length and chunks', ['content-length: 5', 'transfer-encoding: chunked']],
    ['a length that is none', ['content-length: 5x']],
    ['a negative length', ['content-length: -5']],
    ['a header without a name', [': x']],
    ['a folded header', ['x-a: b', ' c']],
    ['a space before the colon', ['transfer-encoding : chunked']],
  ])('with %s are refused, and nothing of them is a second request', async (_, lines) => {
    const connection = open().send(signedHead('PUT', '/wire/smuggled', {}, 'UNSIGNED-PAYLOAD', lines).text).send(`hello${signedHead('DELETE', '/wire', {}).text}`);
    expect((await connection.answer()).status).toBe(400);
    await connection.closed;
    expect(connection.received).toBe('');
    expect(await isThere('smuggled')).toBe(false);
  });

  it('whose headers do not fit are answered', async () => {
    const connection = open().send(signedHead('GET', '/wire', {}, 'UNSIGNED-PAYLOAD', [`x-large: ${'a'.repeat(40_000)}`]).text);
    expect(await connection.answer()).toMatchObject({ status: 400, body: expect.stringContaining('<Code>RequestHeaderSectionTooLarge</Code>') as string });
  });

  it('whose target is too long are answered', async () => {
    const connection = open().send(signedHead('GET', `/wire/${'a'.repeat(17_000)}`, {}).text);
    expect(await connection.answer()).toMatchObject({ status: 400, body: expect.stringContaining('<Code>RequestHeaderSectionTooLarge</Code>') as string });
  });

  it('that are no HTTP are answered and ended', async () => {
    const connection = open().send('hello\r\n\r\n');
    expect((await connection.answer()).status).toBe(400);
    await connection.closed;
  });

  it('with a header that was not signed are refused', async () => {
    const connection = open().send(signedHead('GET', '/wire', {}, 'UNSIGNED-PAYLOAD', ['x-amz-acl: private']).text);
    expect(await connection.answer()).toMatchObject({ status: 403, body: expect.stringContaining('<Code>AccessDenied</Code>') as string });
  });

  it.each([
    ['GET', '/wire/%FF', 400, 'InvalidURI'],
    ['GET', '/wire?inventory=', 501, 'NotImplemented'],
    ['PUT', '/wire?cors=', 501, 'NotImplemented'],
    ['DELETE', '/wire?tagging=', 501, 'NotImplemented'],
    ['PATCH', '/wire/a', 405, 'MethodNotAllowed'],
  ])('%s %s is %i %s', async (method, path, status, code) => {
    expect(await open().send(signedHead(method, path, {}).text).answer()).toMatchObject({ status, body: expect.stringContaining(`<Code>${code}</Code>`) as string });
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Name).toBe(Bucket);
  });
});

describe('downloads', () => {
  it('end when the client goes away, and the service goes on', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'large', Body: bytes(20_000_000) }));
    for (let i = 0; i < 5; i += 1) {
      const connection = open().send(signedHead('GET', '/wire/large', {}).text);
      while (connection.received.length < 1_000) await new Promise((resolve) => setTimeout(resolve, 5));
      connection.socket.destroy();
      await connection.closed;
    }
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'large' }));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes(20_000_000))).toBe(true);
    expect(lab.storage.output()).not.toContain('"level":"error"');
  });
});
