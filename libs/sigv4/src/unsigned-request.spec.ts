import { SigV4Error } from './errors.js';
import { signedBody } from './signed-body.js';
import { parseUnsigned } from './unsigned-request.js';

const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const host = ['Host', 'localhost'];
const stating = (value: string, ...more: string[]) => [...host, 'X-Amz-Content-Sha256', value, ...more];

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

async function read(rawHeaders: readonly string[], text: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of signedBody(parseUnsigned(rawHeaders), bytesOf(text)).body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('parseUnsigned', () => {
  it.each([
    ['says nothing', host, 'hello'],
    ['says that nothing is signed', stating('UNSIGNED-PAYLOAD'), 'hello'],
    ['states its hash', stating(HELLO), 'hello'],
    ['comes in chunks', stating('STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-decoded-content-length', '5'), '5\r\nhello\r\n0\r\n\r\n'],
  ])('lets a body pass that %s', async (_, headers, text) => {
    expect(await read(headers, text)).toBe('hello');
  });

  it('holds a body to the hash that it states', async () => {
    await expect(read(stating(HELLO), 'hallo')).rejects.toMatchObject({ code: 'XAmzContentSHA256Mismatch' });
  });

  it.each([
    ['signed chunks', stating('STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'x-amz-decoded-content-length', '5'), 'InvalidRequest'],
    ['signed chunks with a trailer', stating('STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', 'x-amz-decoded-content-length', '5'), 'InvalidRequest'],
    ['a hash that is none', stating('zz'), 'InvalidArgument'],
    ['chunks of no length', stating('STREAMING-UNSIGNED-PAYLOAD-TRAILER'), 'MissingContentLength'],
  ])('refuses %s', (_, headers, code) => {
    expect(() => parseUnsigned(headers)).toThrow(expect.objectContaining({ name: SigV4Error.name, code }));
  });
});
