import { CHUNK_HEADER_LENGTH_MAX, CHUNK_SIZE_MAX, ChunkedDecoder, TRAILER_LENGTH_MAX } from './chunked-decoder.js';

function decoder(trailers: readonly string[] = [], decodedLength = Number.MAX_SAFE_INTEGER): ChunkedDecoder {
  return new ChunkedDecoder({ kind: 'chunked', signed: false, trailers, trailerSigned: false, decodedLength }, undefined);
}

function push(to: ChunkedDecoder, text: string): Buffer {
  return Buffer.concat([...to.push(Buffer.from(text, 'latin1'))]);
}

describe('the limits of a chunked body', () => {
  it('let a chunk have 5 GiB, and not a byte more', () => {
    expect(push(decoder(), `${CHUNK_SIZE_MAX.toString(16)}\r\nabc`).toString()).toBe('abc');
    expect(() => push(decoder(), `${(CHUNK_SIZE_MAX + 1).toString(16)}\r\n`)).toThrow('not a well-formed aws-chunked body');
  });

  it('let a header line wait at its greatest length, and not a character longer', () => {
    const longest = '0'.repeat(CHUNK_HEADER_LENGTH_MAX + 1);
    expect(push(decoder(), longest)).toHaveLength(0);
    expect(() => push(decoder(), `${longest}0`)).toThrow('not a well-formed aws-chunked body');
  });

  it('let a trailer have its greatest length, and not a character more', () => {
    const line = 'a:'.padEnd(TRAILER_LENGTH_MAX, 'v');
    const whole = decoder(['a'], 0);
    push(whole, `0\r\n${line}\r\n\r\n`);
    whole.end();
    expect(whole.trailers.values.get('a')).toHaveLength(TRAILER_LENGTH_MAX - 2);
    expect(() => push(decoder(['a'], 0), `0\r\n${line}v\r\n`)).toThrow('trailing data');
  });

  it('refuse a chunk that passes the stated length before its bytes come', () => {
    const small = decoder([], 5);
    expect(push(small, '5\r\nabcde\r\n').toString()).toBe('abcde');
    expect(() => push(small, '1\r\n')).toThrow('x-amz-decoded-content-length');
  });

  it('refuse lengths that only together pass the stated length', () => {
    const small = decoder([], CHUNK_SIZE_MAX);
    push(small, '1\r\na\r\n');
    expect(() => push(small, `${CHUNK_SIZE_MAX.toString(16)}\r\n`)).toThrow('x-amz-decoded-content-length');
  });
});
