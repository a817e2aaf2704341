import { EventIds, type AuditEvent, type AuditLog } from '@coffer/audit';

import type { Exchange } from './exchange.js';
import { categoryOf, s3Event, type Outcome, type Recordable } from './s3-event.js';

/** Where uses of objects are told. */
export interface DataSink {
  add(event: AuditEvent): void;
}

export interface AuditTrailOptions {
  readonly management: Pick<AuditLog, 'append'>;
  /** Absent: uses of objects are not told. */
  readonly data: DataSink | undefined;
  /** What `x-amz-id-2` says: which process answered. */
  readonly hostId: string;
}

/** The record of what was done at the S3 door, allowed or refused. */
export class AuditTrail {
  readonly #options: AuditTrailOptions;
  readonly #ids = new EventIds();

  constructor(options: AuditTrailOptions) {
    this.#options = options;
  }

  /** Makes the event of a management operation durable, before it is answered. Rejects if that fails; nothing to do for a use of an object. */
  async record(exchange: Exchange, outcome: Outcome): Promise<void> {
    const recordable = recordableOf(exchange);
    if (recordable === undefined || categoryOf(recordable.operation) === 'Data') return;
    await this.#options.management.append([this.#event(exchange, recordable, outcome)]);
  }

  /** Tells of a use of an object, when it is over. */
  note(exchange: Exchange, outcome: Outcome): void {
    const { data } = this.#options;
    const recordable = data === undefined ? undefined : recordableOf(exchange);
    if (recordable !== undefined && categoryOf(recordable.operation) === 'Data') data?.add(this.#event(exchange, recordable, outcome));
  }

  #event(exchange: Exchange, recordable: Recordable, outcome: Outcome): AuditEvent {
    const time = new Date();
    return s3Event(exchange, recordable, outcome, this.#ids.next(time), time, this.#options.hostId);
  }
}

function recordableOf({ operation, caller }: Exchange): Recordable | undefined {
  return operation === undefined || caller === undefined ? undefined : { operation, caller };
}
