import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of dropped buffers after which the young generation is collected. */
const INTERVAL_SIZE = 16 * 1024 ** 2;

type Collect = (options: { readonly type: 'minor' }) => void;

/**
 * Collects the young generation each time so many bytes of buffers were made and dropped.
 *
 * The bytes of a Buffer lie outside of V8's heap; the few objects that stand for them hardly fill the young generation. So whoever streams
 * large bodies piles up dead buffers, until V8's limit of external memory forces a collection of the whole heap, again and again. A young
 * collection takes about a millisecond and frees them all. Measured on 256 MiB objects: 90 full collections become 1, and a MiB costs less than half
 * as much processor time.
 */
export class YoungCollector {
  readonly #collect = exposedCollector();
  #dropped = 0;

  /** `size` bytes of buffers have been made that nobody needs any more, or will need soon. */
  dropped(size: number): void {
    this.#dropped += size;
    if (this.#dropped < INTERVAL_SIZE) return;
    this.#dropped = 0;
    this.#collect({ type: 'minor' });
  }
}

/** The collector is V8's own; asking for it by a flag at run time spares every way of starting a service a flag of its own. */
function exposedCollector(): Collect {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect !== 'function') throw new Error('internal error: this V8 shows no collector');
  return collect as Collect;
}
