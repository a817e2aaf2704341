import { ResponseReader, type Answer } from './response-reader.js';

/** The answers in `text` when it arrives in steps of `step` bytes, each in memory that is overwritten afterwards. */
function answersOf(text: string, step: number): Answer[] {
  const bytes = Buffer.from(text, 'latin1');
  const reader = new ResponseReader();
  const answers: Answer[] = [];
  for (let at = 0; at < bytes.length; at += step) {
    const chunk = Buffer.from(bytes.subarray(at, at + step));
    const answer = reader.push(chunk);
    chunk.fill(0);
    if (answer) answers.push(answer);
  }
  return answers;
}

const cases = [
  { why: 'a body with a length', text: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', is: { status: 200, bodyBytes: 5, text: '' } },
  { why: 'an empty body', text: 'HTTP/1.1 200 OK\r\netag: "x"\r\ncontent-length:0\r\n\r\n', is: { status: 200, bodyBytes: 0, text: '' } },
  { why: 'no body at all', text: 'HTTP/1.1 204 No Content\r\nDate: x\r\n\r\n', is: { status: 204, bodyBytes: 0, text: '' } },
  {
    why: 'a refusal, with its text',
    text: 'HTTP/1.1 403 Forbidden\r\nContent-Length: 12\r\n\r\nAccessDenied',
    is: { status: 403, bodyBytes: 12, text: 'AccessDenied' },
  },
  {
    why: 'a chunked body that holds what looks like its end',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n0\r\n\r\nab\r\nA\r\n0123456789\r\n0\r\n\r\n',
    is: { status: 200, bodyBytes: 17, text: '' },
  },
  {
    why: 'chunk extensions and trailers',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nxyz\r\n0\r\nx-sum: 1\r\n\r\n',
    is: { status: 200, bodyBytes: 3, text: '' },
  },
];

describe('ResponseReader', () => {
  describe.each([1, 2, 7, 100_000])('in steps of %i bytes', (step) => {
    it.each(cases)('reads $why', ({ text, is }) => {
      expect(answersOf(text, step)).toEqual([is]);
    });
  });

  it('reads answer after answer on one connection', () => {
    expect(answersOf(cases.map(({ text }) => text).join(''), 1)).toEqual(cases.map(({ is }) => is));
  });

  it.each([
    { why: 'more bytes than the length says', text: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc', says: 'more than its answer' },
    { why: 'a body that ends with the connection', text: 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc', says: 'cannot read' },
    { why: 'a chunk without a size', text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', says: 'not a chunk size' },
    { why: 'a head without end', text: 'x'.repeat(65_537), says: 'too long' },
  ])('refuses $why', ({ text, says }) => {
    expect(() => answersOf(text, text.length)).toThrow(says);
  });

  it('keeps no more than the start of a long refusal', () => {
    const [answer] = answersOf(`HTTP/1.1 500 x\r\nContent-Length: 100000\r\n\r\n${'e'.repeat(100_000)}`, 1_000);
    expect(answer?.text.length).toBeLessThanOrEqual(5_096);
    expect(answer?.bodyBytes).toBe(100_000);
  });
});
