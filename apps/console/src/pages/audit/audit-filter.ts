import { shortName, type TrailEntry } from '../../features/trail/trail-entry.js';

export type Outcome = 'all' | 'allowed' | 'refused';

/** What of the events that were loaded is shown. */
export interface AuditFilter {
  /** In who, what, which object, which code or which pair of the context. */
  readonly text: string;
  readonly outcome: Outcome;
  /** Look-ups of the audit itself, which this page makes. */
  readonly lookUps: boolean;
}

export function filtered(entries: readonly TrailEntry[], { text, outcome, lookUps }: AuditFilter): readonly TrailEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return entries.filter((entry) => {
    if (!lookUps && entry.name === 'LookupEvents' && entry.refusal === undefined) return false;
    if (outcome !== 'all' && (entry.refusal === undefined) !== (outcome === 'allowed')) return false;
    const told = searchable(entry);
    return words.every((word) => told.includes(word));
  });
}

function searchable({ who, name, service, resources, context, refusal, requestId, id }: TrailEntry): string {
  return [who, shortName(who), name, service, ...resources, ...context.flat(), refusal?.code ?? '', requestId, id].join('\n').toLowerCase();
}
