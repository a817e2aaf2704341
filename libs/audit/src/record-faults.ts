import type { AuditGroup } from './audit-log.js';
import { parseRecord } from './audit-record.js';
import { recordHash } from './chain.js';

/** What is wrong with one record of a group. */
export interface RecordFault {
  /** From 1, in the group as it was written; of an added record, in the group as it is now. */
  readonly position: number;
  readonly what: 'changed' | 'missing' | 'moved' | 'added';
  /** The id that the record says now; absent where there is none to read, as of a missing one. */
  readonly eventId?: string | undefined;
}

/** Compares the records of a group with the hashes that were written beside them. Groups of the first version have none, so nothing is found there. */
export function recordFaults({ version, lines, recordHashes }: Pick<AuditGroup, 'version' | 'lines' | 'recordHashes'>): readonly RecordFault[] {
  if (version === 1) return [];
  const written = recordHashes.map((hash) => hash.toString('hex'));
  const found = lines.map((line) => recordHash(Buffer.from(line)).toString('hex'));
  if (written.length === found.length && written.every((hash, index) => hash === found[index])) return [];
  const lost = positionsOutside(written, found);
  const foreign = positionsOutside(found, written);
  const changed = Math.min(lost.length, foreign.length);
  const faults: RecordFault[] = [
    ...lost.slice(0, changed).map((at, index) => ({ position: at + 1, what: 'changed' as const, eventId: idOf(lines[foreign[index] ?? -1]) })),
    ...lost.slice(changed).map((at) => ({ position: at + 1, what: 'missing' as const })),
    ...foreign.slice(changed).map((at) => ({ position: at + 1, what: 'added' as const, eventId: idOf(lines[at]) })),
  ];
  return faults.length > 0 ? faults : moved(lines, written, found);
}

/** Where `hashes` has what `others` has not, or less often. */
function positionsOutside(hashes: readonly string[], others: readonly string[]): readonly number[] {
  const left = new Map<string, number>();
  for (const hash of others) left.set(hash, (left.get(hash) ?? 0) + 1);
  return [...hashes.keys()].filter((at) => {
    const count = left.get(hashes[at] ?? '') ?? 0;
    left.set(hashes[at] ?? '', count - 1);
    return count <= 0;
  });
}

function moved(lines: readonly string[], written: readonly string[], found: readonly string[]): readonly RecordFault[] {
  const places = [...written.keys()].filter((at) => written[at] !== found[at]);
  return places.map((at) => ({ position: at + 1, what: 'moved', eventId: idOf(lines[found.indexOf(written[at] ?? '')]) }));
}

function idOf(line: string | undefined): string | undefined {
  // A line that is JSON no more may still say which event it was.
  return line === undefined ? undefined : (parseRecord(line)?.eventID ?? /"eventID":"([^"\\]{1,64})"/.exec(line)?.[1]);
}
