import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';

import type { Answer } from '../s3/answer.js';

import type { Exchange } from './exchange.js';

const KEY_HEADER = 'x-amz-server-side-encryption-aws-kms-key-id';

/**
 * One line for each operation on an object: who did what to which object, how it ended, and which KMS key was used. Fields are listed here
 * one by one, so nothing else of a request can get into a line.
 *
 * The destination should gather lines: at tens of thousands of objects a second a write for each would cost more than the rest.
 */
export class DataEvents {
  readonly #log: Logger;

  constructor(destination: DestinationStream) {
    const formatters = { level: (label: string) => ({ level: label }) };
    this.#log = pino({ base: { service: 'storage-service', stream: 'data-events' }, timestamp: stdTimeFunctions.isoTime, formatters }, destination);
  }

  write(exchange: Exchange, answer: Answer, sent: number): void {
    const { operation, caller } = exchange;
    if (operation === undefined || caller === undefined || !('key' in operation)) return;
    this.#log.info({
      requestId: exchange.id,
      operation: operation.name,
      bucket: operation.bucket,
      key: operation.key,
      status: answer.status,
      bytesIn: exchange.body.received,
      bytesOut: sent,
      keyArn: keyArnOf(answer.headers),
      requesterArn: caller.arn,
      accessKeyId: caller.accessKeyId,
      sourceIp: caller.sourceIp,
    });
  }
}

function keyArnOf(headers: readonly string[]): string | undefined {
  const at = headers.indexOf(KEY_HEADER);
  return at < 0 ? undefined : headers[at + 1];
}
