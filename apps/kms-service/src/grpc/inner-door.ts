import type { KmsError } from '../errors/kms-error.js';
import type { BatchEntry, BatchResult, Call } from '../operations/call.js';
import { perform, performBatch } from '../operations/perform.js';
import type { OperationName, Requests } from '../operations/requests.js';
import type { Responses } from '../operations/responses.js';
import type { Service } from '../operations/service.js';

/** What this door needs of what lies behind it. */
export interface InnerDoor {
  perform<N extends OperationName>(call: Call, name: N, request: Requests[N]): Promise<Responses[N]>;
  performBatch(entries: readonly BatchEntry[]): Promise<readonly BatchResult[]>;
  /** Records, durably, that a peer was refused before its call became an operation. */
  recordRefusal(call: Call, name: string, error: KmsError): Promise<void>;
  /** Another text whenever what is allowed may have changed. */
  accessRevision(): string;
}

export function innerDoor(service: Service): InnerDoor {
  return {
    perform: (call, name, request) => perform(service, call, name, request),
    performBatch: (entries) => performBatch(service, entries),
    recordRefusal: ({ caller, requestId }, operation, { code, message }) =>
      service.audit.append([
        { eventId: service.eventIds.next(service.now()), time: service.now(), source: 'kms.amazonaws.com', operation, readOnly: true, caller, requestId, parameters: {}, keyArns: [], error: { code, message } },
      ]),
    accessRevision: () => service.accessRevision(),
  };
}
