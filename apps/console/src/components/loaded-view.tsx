import type { ReactElement, ReactNode } from 'react';
import { Loading, ProblemPanel } from './states.js';
import type { Reloadable } from './use-loaded.js';

export interface LoadedViewProps<T> {
  readonly loaded: Reloadable<T>;
  /** "Loading the buckets …" */
  readonly loading: string;
  /** "The buckets could not be listed." */
  readonly failure: string;
  readonly children: (value: T) => ReactNode;
}

/** What was loaded, or that it is being loaded, or why it was not. */
export function LoadedView<T>({ loaded, loading, failure, children }: LoadedViewProps<T>): ReactElement {
  if (loaded.state === 'loading') return <Loading what={loading} />;
  if (loaded.state === 'failed') return <ProblemPanel title={failure} thrown={loaded.thrown} onRetry={loaded.reload} />;
  return <>{children(loaded.value)}</>;
}
