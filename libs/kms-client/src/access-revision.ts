/**
 * What the key service last said of its access revision, and who wants to know that it is another one.
 *
 * The first revision is news to nobody: what was allowed before it was allowed by the same service in the same turn of its life, or will be
 * asked for again.
 */
export class AccessRevision {
  readonly #listeners: (() => void)[] = [];
  #last: string | undefined;

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** An answer's revision; one that says nothing (a key service of an older version) changes nothing. */
  heard(revision: string | undefined): void {
    if (revision === undefined || revision === '' || revision === this.#last) return;
    const isFirst = this.#last === undefined;
    this.#last = revision;
    if (!isFirst) for (const listener of this.#listeners) listener();
  }
}
