import { useCallback, useEffect, useState } from 'react';

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly thrown: unknown }
  | { readonly state: 'ready'; readonly value: T };

export type Reloadable<T> = Loaded<T> & { readonly reload: () => void };

/** Loads when `of` changes, and again when asked; what is late is dropped. Give `load` as it is made: only `of` says when it is another. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, of: readonly unknown[]): Reloadable<T> {
  const [times, setTimes] = useState(0);
  const wanted = JSON.stringify([of, times]);
  const [held, setHeld] = useState<{ readonly of: string; readonly loaded: Loaded<T> }>();
  useEffect(() => {
    const controller = new AbortController();
    const put = (loaded: Loaded<T>): void => { if (!controller.signal.aborted) setHeld({ of: wanted, loaded }); };
    load(controller.signal).then((value) => { put({ state: 'ready', value }); }, (thrown: unknown) => { put({ state: 'failed', thrown }); });
    return () => { controller.abort(); };
  }, [wanted]);
  const reload = useCallback(() => { setTimes((before) => before + 1); }, []);
  return { ...(held?.of === wanted ? held.loaded : { state: 'loading' }), reload };
}
