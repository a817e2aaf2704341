import { createHash } from 'node:crypto';

import { digesting, type DigestedBody } from './digesting.js';

const text = Buffer.from('123456789');
const md5 = createHash('md5').update(text).digest();

async function* source(...pieces: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* pieces;
}

async function drain(digested: DigestedBody): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of digested.body) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('digesting', () => {
  it('passes the very buffers through and knows nothing it was not asked for', async () => {
    const pieces = [Buffer.from('1234'), Buffer.from('56789')];
    const digested = digesting(source(...pieces), { wantMd5: false });
    const seen: Buffer[] = [];
    for await (const piece of digested.body) seen.push(piece);
    expect(seen[0]).toBe(pieces[0]);
    expect(seen[1]).toBe(pieces[1]);
    expect(digested.md5()).toBeUndefined();
    expect(digested.checksum()).toBeUndefined();
  });

  it('computes the MD5 that is wanted and the checksum that is asked for', async () => {
    const digested = digesting(source(text.subarray(0, 4), text.subarray(4)), { wantMd5: true, length: 9, checksum: { algorithm: 'CRC32', expected: () => undefined } });
    expect(await drain(digested)).toEqual(text);
    expect(digested.md5()).toEqual(md5);
    expect(digested.checksum()).toEqual({ algorithm: 'CRC32', value: 'y/Q5Jg==', type: 'FULL_OBJECT' });
  });

  it('accepts the right Content-MD5 and the right checksum, which may become known only at the end', async () => {
    let trailer: string | undefined;
    async function* withTrailer(): AsyncGenerator<Buffer> {
      yield text;
      trailer = 'rosUhgp5mIg=';
    }
    const digested = digesting(withTrailer(), { wantMd5: false, contentMd5: md5, checksum: { algorithm: 'CRC64NVME', expected: () => trailer } });
    expect(await drain(digested)).toEqual(text);
    expect(digested.md5()).toEqual(md5);
    expect(digested.checksum()?.value).toBe('rosUhgp5mIg=');
  });

  it('refuses another Content-MD5', async () => {
    const digested = digesting(source(Buffer.from('123456780')), { wantMd5: false, contentMd5: md5 });
    await expect(drain(digested)).rejects.toMatchObject({
      name: 'StorageError',
      code: 'BadDigest',
      message: 'The Content-MD5 you specified did not match what we received.',
      details: { ExpectedDigest: md5.toString('base64') },
    });
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)('refuses another %s', async (algorithm) => {
    const digested = digesting(source(text), { wantMd5: true, checksum: { algorithm, expected: () => 'AAAAAA==' } });
    await expect(drain(digested)).rejects.toMatchObject({ code: 'BadDigest', message: `The ${algorithm} you specified did not match the calculated checksum.` });
  });

  const lengths: readonly { why: string; length: number }[] = [
    { why: 'one byte less', length: 10 },
    { why: 'one byte more', length: 8 },
    { why: 'bytes where none were declared', length: 0 },
  ];

  it.each(lengths)('refuses $why than was declared', async ({ length }) => {
    await expect(drain(digesting(source(text), { wantMd5: false, length }))).rejects.toMatchObject({ code: 'IncompleteBody' });
  });

  it('stops at the first byte too many, before it is passed on', async () => {
    let asked = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        asked += 1;
        yield text;
      }
    }
    const seen: Buffer[] = [];
    const digested = digesting(endless(), { wantMd5: false, length: 18 });
    const drained = (async () => {
      for await (const piece of digested.body) seen.push(piece);
    })();
    await expect(drained).rejects.toMatchObject({ code: 'IncompleteBody' });
    expect(asked).toBe(3);
    expect(seen).toHaveLength(2);
  });

  it("passes the source's own error through", async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield text;
      throw new RangeError('the connection is gone');
    }
    await expect(drain(digesting(broken(), { wantMd5: true }))).rejects.toThrow('the connection is gone');
  });

  it('takes an empty body', async () => {
    const digested = digesting(source(), { wantMd5: true, length: 0 });
    expect(await drain(digested)).toHaveLength(0);
    expect(digested.md5()?.toString('hex')).toBe('d41d8cd98f00b204e9800998ecf8427e');
  });

  it('tells no result before the end, nor after a failure', async () => {
    const digested = digesting(source(text), { wantMd5: true, length: 8 });
    expect(() => digested.md5()).toThrow('internal error');
    await expect(drain(digested)).rejects.toThrow();
    expect(() => digested.md5()).toThrow('internal error');
    expect(() => digested.checksum()).toThrow('internal error');
  });
});
