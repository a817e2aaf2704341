import { parseRecord } from './audit-record.js';
import type { GroupRow } from './group-row.js';

/** When a group was written. Groups of the first version do not say it: their last event does. */
export function writtenAt({ version, written, lines }: GroupRow): Date {
  return version === 1 ? new Date(parseRecord(lines.at(-1) ?? '')?.eventTime ?? 0) : written;
}
