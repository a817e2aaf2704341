/**
 * What the key service last said of the identities that it keeps, and who wants to know that it is another revision. Unlike what is allowed, they must be had
 * before anybody can act, so that the first revision is news; that there are none is not.
 */
export class IdentitiesRevision {
  readonly #listeners: ((revision: string) => void)[] = [];
  #last = '';

  onChange(listener: (revision: string) => void): void {
    this.#listeners.push(listener);
    if (this.#last !== '') listener(this.#last);
  }

  heard(revision: string | undefined): void {
    if (revision === undefined || revision === '' || revision === this.#last) return;
    this.#last = revision;
    for (const listener of this.#listeners) listener(revision);
  }
}
