import type { Caller } from '@coffer/iam';
import type { AuditEvent } from './audit-event.js';
import type { AuditTrim } from './audit-keys.js';
import { parseRecord } from './audit-record.js';

/** The event by which a log says that retention removed groups. It stands in the log's own chain, and a removal without it is a fault. */
const TRIM_OPERATION = 'RemoveExpiredAuditEvents';

const SOURCE = 'cloudtrail.amazonaws.com';

/** What such an event says. */
export interface TrimEvent {
  readonly eventId: string;
  readonly writer: string;
  /** The last group that was removed, and its hash in hex. */
  readonly sequence: number;
  readonly hash: string;
  readonly time: string;
  /** Who removed. */
  readonly by: string;
}

const SERVICE: Caller = { type: 'Service', arn: SOURCE, accountId: '', principalId: SOURCE, accessKeyId: '', sourceIp: SOURCE, userAgent: SOURCE, secureTransport: true };

/** The event of a removal up to `trim`, of what was written before `before`. */
export function trimEvent(trim: AuditTrim, groups: number, before: Date, time: Date): AuditEvent {
  return {
    eventId: trim.eventId,
    time,
    source: SOURCE,
    operation: TRIM_OPERATION,
    type: 'AwsServiceEvent',
    readOnly: false,
    caller: SERVICE,
    requestId: trim.eventId,
    parameters: { writer: trim.writer, lastSequence: trim.sequence, lastHash: trim.hash.toString('hex'), groups, writtenBefore: before.toISOString() },
    keyArns: [],
  };
}

/** What a line says of a removal; undefined for every other line. */
export function trimEventOf(line: string): TrimEvent | undefined {
  if (!line.includes(TRIM_OPERATION)) return undefined;
  const { eventID, eventSource, eventName, eventType, eventTime = '', userIdentity, requestParameters } = parseRecord(line) ?? {};
  // A caller can put the name into a parameter and not into these members.
  if (eventID === undefined || eventSource !== SOURCE || eventName !== TRIM_OPERATION || eventType !== 'AwsServiceEvent') return undefined;
  const { writer, lastSequence, lastHash } = requestParameters ?? {};
  return { eventId: eventID, writer: String(writer), sequence: Number(lastSequence), hash: String(lastHash), time: eventTime, by: userIdentity?.invokedBy ?? '' };
}
