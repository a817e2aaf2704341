/** One whole answer. The body is kept only when the status says that something went wrong: then it is shown. */
export interface Answer {
  readonly status: number;
  readonly bodyBytes: number;
  readonly text: string;
}

type Body =
  | { readonly kind: 'length'; left: number }
  | { readonly kind: 'chunked'; line: string; state: 'size' | 'data' | 'data-end' | 'trailer'; left: number };

const HEAD_BYTES_MAX = 65_536;
const TEXT_LENGTH_MAX = 4_096;

/**
 * Reads the answers of one keep-alive HTTP/1.1 connection on which one request at a time is under way. It does as little as it can, so
 * that the client's own work does not become what is measured.
 *
 * Bodies have a length or are chunked; a body that ends with the connection is refused, as are answers to HEAD and 1xx answers, which no
 * request here asks for. Throws Error on what it cannot read.
 */
export class ResponseReader {
  #head: Buffer = Buffer.alloc(0);
  #status = 0;
  #body: Body | undefined;
  #bodyBytes = 0;
  #text = '';

  /** Takes the next bytes of the connection, which the caller may reuse afterwards. Returns the answer when these bytes end it. */
  push(bytes: Buffer): Answer | undefined {
    const rest = this.#body === undefined ? this.#takeHead(bytes) : bytes;
    if (rest === undefined || this.#body === undefined) return undefined;
    const ended = this.#body.kind === 'length' ? this.#takeLength(this.#body, rest) : this.#takeChunked(this.#body, rest);
    return ended ? this.#finish() : undefined;
  }

  #takeHead(bytes: Buffer): Buffer | undefined {
    const all = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    const end = all.indexOf('\r\n\r\n');
    if (end < 0) {
      if (all.length > HEAD_BYTES_MAX) throw new Error('the head of an answer is too long');
      this.#head = Buffer.from(all);
      return undefined;
    }
    this.#head = Buffer.alloc(0);
    this.#readHead(all.toString('latin1', 0, end + 2));
    return all.subarray(end + 4);
  }

  #readHead(head: string): void {
    this.#status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0);
    const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(head)?.[1];
    if (length !== undefined) this.#body = { kind: 'length', left: Number(length) };
    else if (/\r\ntransfer-encoding: *chunked\r\n/i.test(head)) this.#body = { kind: 'chunked', line: '', state: 'size', left: 0 };
    else if (this.#status === 204 || this.#status === 304) this.#body = { kind: 'length', left: 0 };
    else throw new Error(`an answer that this client cannot read: ${head}`);
  }

  #takeLength(body: Extract<Body, { kind: 'length' }>, bytes: Buffer): boolean {
    if (bytes.length > body.left) throw new Error('the server sent more than its answer');
    body.left -= bytes.length;
    this.#take(bytes);
    return body.left === 0;
  }

  #takeChunked(body: Extract<Body, { kind: 'chunked' }>, bytes: Buffer): boolean {
    let rest = bytes;
    while (rest.length > 0) {
      if (body.state === 'data') {
        const data = rest.subarray(0, body.left);
        this.#take(data);
        body.left -= data.length;
        rest = rest.subarray(data.length);
        if (body.left === 0) body.state = 'data-end';
        continue;
      }
      const feed = rest.indexOf(0x0a);
      body.line += rest.toString('latin1', 0, feed < 0 ? rest.length : feed + 1);
      rest = feed < 0 ? rest.subarray(rest.length) : rest.subarray(feed + 1);
      if (feed >= 0 && endOfLine(body)) return true;
    }
    return false;
  }

  #take(bytes: Buffer): void {
    this.#bodyBytes += bytes.length;
    if (this.#status >= 300 && this.#text.length < TEXT_LENGTH_MAX) this.#text += bytes.toString('utf8');
  }

  #finish(): Answer {
    const answer = { status: this.#status, bodyBytes: this.#bodyBytes, text: this.#text };
    this.#body = undefined;
    this.#bodyBytes = 0;
    this.#text = '';
    return answer;
  }
}

/** Acts on one line of chunked framing; true when it was the empty line after the last chunk and its trailers. */
function endOfLine(body: Extract<Body, { kind: 'chunked' }>): boolean {
  const line = body.line.trim();
  body.line = '';
  if (body.state === 'trailer') return line === '';
  if (body.state === 'data-end') {
    body.state = 'size';
    return false;
  }
  if (!/^[0-9a-f]+/i.test(line)) throw new Error(`not a chunk size: ${line}`);
  body.left = Number.parseInt(line, 16);
  body.state = body.left === 0 ? 'trailer' : 'data';
  return false;
}
