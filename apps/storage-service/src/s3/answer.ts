/** A body that is asked for while it is sent. `chunks` must give exactly `length` bytes; anything else breaks the connection off. */
export interface StreamedBody {
  readonly chunks: AsyncIterable<Buffer>;
  readonly length: number;
}

/** What a handler returns. Nobody but `http/respond` turns it into bytes on a socket. */
export interface Answer {
  readonly status: number;
  /** Name, value, name, value: the form that node:http writes without looking at each again. Without Content-Length and request ids. */
  readonly headers: string[];
  readonly body?: Buffer | StreamedBody;
  /** What HEAD says of a body that is not sent. */
  readonly contentLength?: number;
}

export function emptyAnswer(status: number, headers: string[] = []): Answer {
  return { status, headers };
}

export function xmlAnswer(xml: string, headers: string[] = []): Answer {
  headers.push('Content-Type', 'application/xml');
  return { status: 200, headers, body: Buffer.from(xml) };
}
