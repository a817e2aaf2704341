/**
 * Lends buffers of one size, and keeps a few for the next borrower.
 *
 * Fresh memory costs a page fault for every 4 KiB of it, and freed memory goes back to the system only when the garbage collector finds
 * it; a buffer that is lent again costs neither. More than `keptMax` are not kept, so that a rush of borrowers leaves nothing behind.
 */
export class BufferPool {
  readonly #kept: Buffer[] = [];

  constructor(
    readonly size: number,
    private readonly keptMax: number,
  ) {}

  borrow(): Buffer {
    return this.#kept.pop() ?? Buffer.allocUnsafeSlow(this.size);
  }

  /** Only once nothing reads or writes it any more. */
  giveBack(buffer: Buffer): void {
    if (this.#kept.length < this.keptMax) this.#kept.push(buffer);
  }
}
