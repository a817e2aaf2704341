import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterTests } from '@coffer/testing';

import { bytesIn, messagesIn, numberIn, wireFields, type WireFields } from './wire-reader.js';

/** A span as it was received. */
export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client';
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentId: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Ids of spans. */
  readonly links: readonly string[];
  readonly isError: boolean;
}

const KINDS = { 1: 'internal', 2: 'server', 3: 'client' } as const;
const ERROR = 2;

/** A receiver of OTLP over HTTP with protobuf, on the loopback: what a collector is to the services. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly requests: { readonly url: string | undefined; readonly headers: IncomingHttpHeaders }[] = [];
  /** Every byte that came. */
  raw = Buffer.alloc(0);
  readonly #server: Server;

  private constructor(answers: boolean) {
    this.#server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => {
        this.requests.push({ url: request.url, headers: request.headers });
        const body = Buffer.concat(pieces);
        this.raw = Buffer.concat([this.raw, body]);
        this.spans.push(...spansIn(wireFields(body)));
        if (answers) response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
  }

  /** `answers: false`: takes everything and says nothing, as a collector that hangs. */
  static async start({ answers = true } = {}): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver(answers);
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    afterTests(() => { receiver.close(); });
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

function spansIn(request: WireFields): ReceivedSpan[] {
  return messagesIn(request, 1).flatMap((resourceSpans) => {
    const service = String(messagesIn(resourceSpans, 1).map((resource) => attributesIn(resource, 1))[0]?.['service.name'] ?? '');
    return messagesIn(resourceSpans, 2).flatMap((scopeSpans) => messagesIn(scopeSpans, 2).map((span) => spanIn(service, span)));
  });
}

function spanIn(service: string, span: WireFields): ReceivedSpan {
  return {
    service,
    name: bytesIn(span, 5).toString(),
    kind: KINDS[numberIn(span, 6) as keyof typeof KINDS],
    traceId: bytesIn(span, 1).toString('hex'),
    spanId: bytesIn(span, 2).toString('hex'),
    parentId: bytesIn(span, 4).toString('hex'),
    attributes: attributesIn(span, 9),
    links: messagesIn(span, 13).map((link) => bytesIn(link, 2).toString('hex')),
    isError: messagesIn(span, 15).some((status) => numberIn(status, 3) === ERROR),
  };
}

function attributesIn(message: WireFields, field: number): Record<string, string | number> {
  return Object.fromEntries(messagesIn(message, field).map((pair) => {
    const [value] = messagesIn(pair, 2);
    const text = value && bytesIn(value, 1);
    return [bytesIn(pair, 1).toString(), text !== undefined && text.length > 0 ? text.toString() : value === undefined ? '' : numberIn(value, 3)];
  }));
}
