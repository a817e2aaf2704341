import { useEffect, useState } from 'react';
import { trailOf } from '../../clients/trail-client.js';
import { useLoaded, type Reloadable } from '../../components/use-loaded.js';
import { findEntries, joined, type FoundEntries, type TrailQuery } from '../../features/trail/find-entries.js';
import type { TrailEntry } from '../../features/trail/trail-entry.js';
import { useSession } from '../../session/session.js';

export const EVENTS_MAX = 500;
const INTERVAL_MS = 5_000;
/** An event is written a moment after its time. */
const OVERLAP_MS = 10_000;
const NEWER_MAX = 200;

export interface LiveTrail {
  readonly loaded: Reloadable<FoundEntries>;
  readonly entries: readonly TrailEntry[];
  /** What the last look for newer events threw. */
  readonly thrown: unknown;
}

/** Events since a time, and newer ones as they come, for as long as the page is looked at. */
export function useLiveTrail(since: Date, by: TrailQuery['by'], isLive: boolean): LiveTrail {
  const { clients } = useSession();
  const trail = trailOf(clients);
  const query = JSON.stringify([since.getTime(), by]);
  const loaded = useLoaded((signal) => findEntries(trail, { from: since, limit: EVENTS_MAX, ...(by !== undefined && { by }) }, signal), [query]);
  const [newer, setNewer] = useState<{ readonly query: string; readonly entries: readonly TrailEntry[]; readonly thrown: unknown }>({ query, entries: [], thrown: undefined });
  const first = loaded.state === 'ready' ? loaded.value.entries : undefined;
  useEffect(() => {
    if (!isLive || first === undefined) return undefined;
    const controller = new AbortController();
    const look = async (): Promise<void> => {
      if (document.hidden) return;
      const from = new Date(Date.now() - OVERLAP_MS - INTERVAL_MS);
      const found = await findEntries(trail, { from, limit: NEWER_MAX, ...(by !== undefined && { by }) }, controller.signal);
      setNewer((held) => ({ query, thrown: undefined, entries: joined(found.entries, held.query === query ? held.entries : [], EVENTS_MAX) }));
    };
    const timer = setInterval(() => {
      look().catch((thrown: unknown) => { if (!controller.signal.aborted) setNewer((held) => ({ ...held, thrown })); });
    }, INTERVAL_MS);
    return () => { controller.abort(); clearInterval(timer); };
  }, [isLive, first, query]);
  return { loaded, entries: joined(newer.query === query ? newer.entries : [], first ?? [], EVENTS_MAX), thrown: newer.thrown };
}
