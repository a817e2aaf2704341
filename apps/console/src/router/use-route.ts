import { useMemo, useSyncExternalStore } from 'react';
import { parseRoute, type Route } from './route.js';

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => { window.removeEventListener('hashchange', changed); };
}

/** The place that the address names, followed as it changes. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

export function goTo(address: string): void {
  window.location.hash = address;
}
