import { open } from 'node:fs/promises';
import type { Delivery } from './delivery.js';

/** Appends lines to a file. It is opened anew for each batch, so that one that was moved away by a rotation is begun again, with no signal needed. */
export class FileDelivery implements Delivery {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async send(lines: readonly string[]): Promise<void> {
    await using file = await open(this.#path, 'a', 0o600);
    await file.appendFile(`${lines.join('\n')}\n`);
    await file.datasync();
  }

  close(): void {
    // Nothing is held between batches.
  }
}
