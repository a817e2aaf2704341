import type { TraceSpan, Tracing } from '@coffer/service';

import type { BodyId, BodyStore } from '../engine/body-store.js';

/** A body store whose writes and reads traces show, each from its first byte to its last. */
export class TracedBodyStore implements BodyStore {
  constructor(
    private readonly bodies: BodyStore,
    private readonly tracing: Tracing,
  ) {}

  write(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<{ readonly id: BodyId; readonly size: number }> {
    return this.tracing.step('write body', {}, async () => {
      const written = await this.bodies.write(source);
      this.tracing.current()?.set({ 'coffer.body.bytes': written.size });
      return written;
    });
  }

  async read(id: BodyId, start: number, end: number): Promise<AsyncIterable<Buffer>> {
    const span = this.tracing.begin('read body', { 'coffer.body.bytes': end - start });
    if (span === undefined) return this.bodies.read(id, start, end);
    try {
      return untilRead(await this.bodies.read(id, start, end), span);
    } catch (error) {
      span.end(error instanceof Error ? error.name : 'unknown');
      throw error;
    }
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

async function* untilRead(chunks: AsyncIterable<Buffer>, span: TraceSpan): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } finally {
    span.end();
  }
}
