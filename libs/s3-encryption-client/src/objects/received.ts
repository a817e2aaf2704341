import type { YoungCollections } from '../node/young-collections.js';
import type { TransferOptions } from './call-options.js';

/** A body as it comes, with its progress told. An abort ends it with the signal's reason. */
export async function* received(sealed: AsyncIterable<Uint8Array>, total: number, young: YoungCollections, { abortSignal, onProgress }: TransferOptions): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const chunk of sealed) {
    abortSignal?.throwIfAborted();
    count += chunk.length;
    onProgress?.({ loaded: Math.min(count, total), total });
    yield chunk;
    young.passed(chunk.length);
  }
}
