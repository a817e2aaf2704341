import { createHash, createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';

import { ROOT } from './lab.js';

const REGION = 'us-east-1';

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

export interface SignedHead {
  /** Request line and headers, up to and with the empty line. */
  readonly text: string;
  readonly signature: string;
  readonly date: string;
  readonly scope: string;
  readonly key: Buffer;
}

/** A request by hand: what no client library would send can be signed too. `unsigned` headers are added after signing. */
export function signedHead(method: string, path: string, headers: Record<string, string>, payload = 'UNSIGNED-PAYLOAD', unsigned: readonly string[] = []): SignedHead {
  const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${date.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const all = { host: 'localhost', 'x-amz-date': date, 'x-amz-content-sha256': payload, ...headers };
  const names = Object.keys(all).sort();
  const values = new Map(Object.entries(all));
  const [rawPath = '', query = ''] = path.split('?');
  const canonical = [method, rawPath, query, ...names.map((name) => `${name}:${values.get(name) ?? ''}`), '', names.join(';'), payload].join('\n');
  const key = ['s3', 'aws4_request'].reduce((secret: Buffer, part) => hmac(secret, part), hmac(hmac(`AWS4${ROOT.secretAccessKey}`, date.slice(0, 8)), REGION));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${ROOT.accessKeyId}/${scope},SignedHeaders=${names.join(';')},Signature=${signature}`;
  const lines = [`${method} ${path} HTTP/1.1`, ...names.map((name) => `${name}: ${values.get(name) ?? ''}`), `authorization: ${authorization}`, ...unsigned, '', ''];
  return { text: lines.join('\r\n'), signature, date, scope, key };
}

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** A connection, and everything that came back over it. */
export class RawConnection {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  #received = '';

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setEncoding('latin1').on('data', (text: string) => (this.#received += text));
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.once('close', () => { resolve(); }));
  }

  send(text: string | Buffer): this {
    this.socket.write(text);
    return this;
  }

  get received(): string {
    return this.#received;
  }

  /** The next whole answer with a Content-Length; waits for it. A `100 Continue` counts as one, without body. */
  async answer(): Promise<RawAnswer> {
    for (;;) {
      const parsed = parse(this.#received);
      if (parsed !== undefined) {
        this.#received = this.#received.slice(parsed.length);
        return parsed;
      }
      if (this.socket.destroyed) throw new Error(`the connection ended after ${JSON.stringify(this.#received)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

function parse(text: string): (RawAnswer & { readonly length: number }) | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const size = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const length = end + 4 + size;
  return text.length < length ? undefined : { status: Number(head.split(' ')[1]), head, body: text.slice(end + 4, length), length };
}
