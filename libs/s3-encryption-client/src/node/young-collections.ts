import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of a body after which the young generation is collected: few, so that freed buffers are still in the processor's cache when they are used again. */
const INTERVAL_SIZE = 2 * 1_024 ** 2;

type Collect = (options: { readonly type: 'minor' }) => void;

/**
 * Asks V8 for a young collection each time so many bytes of bodies have passed.
 *
 * A Buffer's bytes lie outside of V8's heap, which hardly grows, and what `node:crypto` returns is always a fresh one. So dead buffers pile up to V8's
 * limit of external memory, about 64 MiB, before it collects the whole heap. A young collection takes about a millisecond and frees them.
 */
export class YoungCollections {
  readonly #collect: Collect | undefined;
  #passed = 0;

  constructor(wanted: boolean) {
    this.#collect = wanted ? exposedCollector() : undefined;
  }

  passed(size: number): void {
    this.#passed += size;
    if (this.#passed < INTERVAL_SIZE) return;
    this.#passed = 0;
    this.#collect?.({ type: 'minor' });
  }
}

/** V8's own, if this engine is V8: asked for by a flag at run time, which shows it to this context alone and to no other code. */
function exposedCollector(): Collect | undefined {
  try {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    setFlagsFromString('--no-expose-gc');
    return typeof collect === 'function' ? (collect as Collect) : undefined;
  } catch {
    return undefined;
  }
}
