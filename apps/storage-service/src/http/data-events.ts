import type { Answer } from '../s3/answer.js';

import type { Exchange } from './exchange.js';

const KEY_HEADER = 'x-amz-server-side-encryption-aws-kms-key-id';
/** Characters of lines that are held for the end of a turn of the event loop, at most. */
const HELD_LENGTH_MAX = 16_384;
const HEAD = '{"level":"info","time":"';
const STREAM = '","service":"storage-service","stream":"data-events","requestId":';

/** Takes whole lines, each with its line feed. */
export interface LineSink {
  write(lines: string): void;
}

/**
 * One line for each operation on an object: who did what to which object, how it ended, and which KMS key was used. Fields are listed here
 * one by one, so nothing else of a request can get into a line; each is JSON-escaped.
 *
 * Written by hand, because a logger costs a small object as much as its cipher. The lines of one turn of the event loop go to the sink
 * together; the sink should gather more, since a system call for each turn would cost more than the rest.
 */
export class DataEvents {
  readonly #sink: LineSink;
  readonly #clock = new IsoClock();
  #held = '';

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  write(exchange: Exchange, answer: Answer, sent: number): void {
    const { operation, caller } = exchange;
    if (operation === undefined || caller === undefined || !('key' in operation)) return;
    const keyArn = keyArnOf(answer.headers);
    if (this.#held === '') setImmediate(this.#flush);
    this.#held += HEAD + this.#clock.now() + STREAM + JSON.stringify(exchange.id)
      + ',"operation":' + JSON.stringify(operation.name)
      + ',"bucket":' + JSON.stringify(operation.bucket)
      + ',"key":' + JSON.stringify(operation.key)
      + ',"status":' + String(answer.status)
      + ',"bytesIn":' + String(exchange.body.received)
      + ',"bytesOut":' + String(sent)
      + (keyArn === undefined ? '' : ',"keyArn":' + JSON.stringify(keyArn))
      + ',"requesterArn":' + JSON.stringify(caller.arn)
      + ',"accessKeyId":' + JSON.stringify(caller.accessKeyId)
      + ',"sourceIp":' + JSON.stringify(caller.sourceIp)
      + '}\n';
    if (this.#held.length >= HELD_LENGTH_MAX) this.#flush();
  }

  readonly #flush = (): void => {
    const lines = this.#held;
    this.#held = '';
    if (lines !== '') this.#sink.write(lines);
  };
}

/** The time in ISO 8601, printed once a millisecond. */
class IsoClock {
  #ms = Number.NaN;
  #text = '';

  now(): string {
    const ms = Date.now();
    if (ms !== this.#ms) {
      this.#ms = ms;
      this.#text = new Date(ms).toISOString();
    }
    return this.#text;
  }
}

function keyArnOf(headers: readonly string[]): string | undefined {
  const at = headers.indexOf(KEY_HEADER);
  return at < 0 ? undefined : headers[at + 1];
}
