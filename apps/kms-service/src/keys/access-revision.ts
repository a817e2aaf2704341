import { randomUUID } from 'node:crypto';

/**
 * A text that is another one whenever what the keys let callers do may have changed, and in every run of the service. It says nothing of what
 * has changed; whoever kept a permission asks again.
 */
export class AccessRevision {
  readonly #run = randomUUID();
  #changes = 0;

  changed(): void {
    this.#changes += 1;
  }

  toString(): string {
    return `${this.#run}.${String(this.#changes)}`;
  }
}
