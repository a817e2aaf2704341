import type { Writable } from 'node:stream';
import type { Delivery } from './delivery.js';

/** Prints lines to standard output, or to what a test gives. */
export class StdoutDelivery implements Delivery {
  readonly #output: Writable;

  constructor(output: Writable = process.stdout) {
    this.#output = output;
  }

  send(lines: readonly string[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#output.write(`${lines.join('\n')}\n`, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  close(): void {
    // Standard output belongs to the process.
  }
}
