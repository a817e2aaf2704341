/**
 * A stream whose first chunk has already come, so that a failure before any byte is a failure of the call, not of the stream. Whoever gets it
 * iterates it or calls `return`; either way the source ends.
 */
export async function primed<T>(source: AsyncGenerator<T>): Promise<AsyncIterableIterator<T>> {
  let first: IteratorResult<T> | undefined = await source.next();
  const iterator: AsyncIterableIterator<T> = {
    next: () => {
      if (!first) return source.next();
      const result = first;
      first = undefined;
      return Promise.resolve(result);
    },
    return: () => source.return(undefined),
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
