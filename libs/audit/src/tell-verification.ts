import type { AuditFault, Verification } from './verify.js';

const WORDS = {
  missing: 'missing', changed: 'changed', moved: 'not the one that followed here', added: 'beyond the end of the chain', unproven: 'removed, and all before it, and no event says so',
} as const satisfies Record<AuditFault['what'], string>;

/** What was found, in lines for an operator: first what retention removed, then a line for each group that is wrong and for each record known to be. */
export function tellVerification({ faults, removals }: Pick<Verification, 'faults' | 'removals'>): string {
  const removed = removals.map(({ writer, sequence, time, by, eventId }) => `writer ${writer}: groups up to ${String(sequence)} were removed by ${by} at ${time} (event ${eventId})\n`);
  return [...removed, ...faults.map(faultText)].join('');
}

function faultText({ writer, sequence, last, what, records }: AuditFault): string {
  const which = last === sequence ? `group ${String(sequence)} is` : `groups ${String(sequence)} to ${String(last)} are`;
  const lines = records.map(({ position, what: how, eventId }) => `writer ${writer}: group ${String(sequence)}, record ${String(position)} is ${how}${eventId === undefined ? '' : ` (event ${eventId})`}\n`);
  return `writer ${writer}: ${which} ${WORDS[what]}\n${lines.join('')}`;
}
