import type { BodyId, BodyStore } from './body-store.js';

/** A body store whose bytes are counted as they pass, either way: for whoever must keep pace with them. */
export class WatchedBodyStore implements BodyStore {
  constructor(
    private readonly bodies: BodyStore,
    private readonly onBytes: (size: number) => void,
  ) {}

  write(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<{ readonly id: BodyId; readonly size: number }> {
    return this.bodies.write(watched(source, this.onBytes));
  }

  async read(id: BodyId, start: number, end: number): Promise<AsyncIterable<Buffer>> {
    return watched(await this.bodies.read(id, start, end), this.onBytes);
  }

  size(id: BodyId): Promise<number | undefined> {
    return this.bodies.size(id);
  }

  remove(id: BodyId): Promise<void> {
    return this.bodies.remove(id);
  }

  sweep(isNamed: (id: BodyId) => Promise<boolean>): Promise<number> {
    return this.bodies.sweep(isNamed);
  }

  close(): Promise<void> {
    return this.bodies.close();
  }
}

async function* watched<T extends Uint8Array>(source: AsyncIterable<T> | Iterable<T>, onBytes: (size: number) => void): AsyncGenerator<T> {
  for await (const chunk of source) {
    onBytes(chunk.length);
    yield chunk;
  }
}
