import type { Caller } from '@coffer/iam';
import type { KmsError } from '../errors/kms-error.js';
import type { OperationName, Requests } from './requests.js';
import type { Responses } from './responses.js';

/** What a door knows of one call besides its request: who is proven to call, and the id that log lines and audit events share. */
export interface Call {
  readonly caller: Caller;
  readonly requestId: string;
}

/** What may travel in a batch: the two calls that objects make. */
export type BatchOperationName = Extract<OperationName, 'GenerateDataKey' | 'Decrypt'>;

/** One call of a batch, with a caller, a request id and an audit event of its own. */
export type BatchEntry = {
  readonly [N in BatchOperationName]: { readonly call: Call; readonly name: N; readonly request: Requests[N] };
}[BatchOperationName];

/** An entry's answer, or why it was refused: one entry's refusal is not the batch's. */
export type BatchResult = Responses[BatchOperationName] | KmsError;
