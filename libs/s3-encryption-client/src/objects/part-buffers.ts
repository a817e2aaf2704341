/**
 * A few buffers of the size of a part, used again and again: what bounds the memory of an upload, and the number of parts under way. A
 * failure wakes whoever waits for one.
 */
export class PartBuffers {
  readonly #free: Buffer[] = [];
  readonly #waiting: PromiseCallbacks[] = [];
  #made = 0;
  #failure: Error | undefined;

  constructor(
    private readonly size: number,
    private readonly countMax: number,
  ) {}

  async acquire(): Promise<Buffer> {
    if (this.#failure !== undefined) throw this.#failure;
    const free = this.#free.pop();
    if (free !== undefined) return free;
    if (this.#made === this.countMax) return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#made += 1;
    return Buffer.allocUnsafeSlow(this.size);
  }

  release(buffer: Buffer): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(buffer);
    else next.resolve(buffer);
  }

  fail(failure: Error): void {
    this.#failure ??= failure;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}

interface PromiseCallbacks {
  readonly resolve: (buffer: Buffer) => void;
  readonly reject: (failure: Error) => void;
}
