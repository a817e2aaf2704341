/**
 * What the key service last said of its access revision, and who wants to know that it is another one. The first that is heard is another one too: what was
 * allowed before it may have been allowed before a change.
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
    this.#last = revision;
    for (const listener of this.#listeners) listener();
  }
}
