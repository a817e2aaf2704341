import { CloudTrailPrinter, type AuditEvent, type AuditPlace } from '@coffer/audit';

import type { DataSink } from './audit-trail.js';

/** Characters of lines that are held for the end of a turn of the event loop, at most. */
const HELD_LENGTH_MAX = 16_384;

/** Takes whole lines, each with its line feed. */
export interface LineSink {
  write(lines: string): void;
}

/**
 * Data events as lines for whoever takes them, in CloudTrail's shape: not kept, and lost with the process.
 *
 * The lines of one turn of the event loop go to the sink together; the sink should gather more, since a system call for each turn would cost more than
 * the rest.
 */
export class StreamedEvents implements DataSink {
  readonly #sink: LineSink;
  readonly #printer: CloudTrailPrinter;
  #held = '';

  constructor(sink: LineSink, place: AuditPlace) {
    this.#sink = sink;
    this.#printer = new CloudTrailPrinter(place);
  }

  add(event: AuditEvent): void {
    if (this.#held === '') setImmediate(this.#flush);
    this.#held += `${this.#printer.line(event)}\n`;
    if (this.#held.length >= HELD_LENGTH_MAX) this.#flush();
  }

  readonly #flush = (): void => {
    const lines = this.#held;
    this.#held = '';
    if (lines !== '') this.#sink.write(lines);
  };
}
