import type { Caller } from '@coffer/iam';
import type { DecryptBatchRequest__Output } from '../../../../proto/types/coffer/kms/v1/DecryptBatchRequest.js';
import type { DecryptBatchResponse } from '../../../../proto/types/coffer/kms/v1/DecryptBatchResponse.js';
import type { DecryptEntry__Output } from '../../../../proto/types/coffer/kms/v1/DecryptEntry.js';
import type { GenerateDataKeyBatchRequest__Output } from '../../../../proto/types/coffer/kms/v1/GenerateDataKeyBatchRequest.js';
import type { GenerateDataKeyBatchResponse } from '../../../../proto/types/coffer/kms/v1/GenerateDataKeyBatchResponse.js';
import type { GenerateDataKeyEntry__Output } from '../../../../proto/types/coffer/kms/v1/GenerateDataKeyEntry.js';
import type { OnBehalfOf__Output } from '../../../../proto/types/coffer/kms/v1/OnBehalfOf.js';
import { KmsError, toKmsError } from '../errors/kms-error.js';
import type { BatchEntry, BatchOperationName, BatchResult, Call } from '../operations/call.js';
import { BATCH_ENTRIES_MAX } from '../operations/perform.js';
import type { DecryptResponse, GenerateDataKeyResponse } from '../operations/responses.js';
import { decodeContext } from './context-pairs.js';
import { invalid } from './refused.js';
import { requestIdOr } from './request-id.js';
import { reveal } from './secrets.js';

export type BatchRpc = `${BatchOperationName}Batch`;

/** How a batch is reached. What is wrong with one entry is that entry's answer; only what is wrong with the list refuses the call. */
export interface BatchRoute {
  readonly operation: BatchOperationName;
  readonly deadlineMs: number;
  decode(message: BatchMessage, callerOf: CallerDecoder, requestId: string): readonly (BatchEntry | KmsError)[];
  encode(results: readonly BatchResult[]): object;
}

/** Throws KmsError for a caller that is not one. */
export type CallerDecoder = (message: OnBehalfOf__Output) => Caller;

interface BatchMessage {
  readonly onBehalfOf?: OnBehalfOf__Output[];
  readonly entries?: object[];
}

/** The callers of a batch, as many as it may have. */
export function callersOf({ onBehalfOf = [] }: BatchMessage): readonly OnBehalfOf__Output[] {
  return onBehalfOf.slice(0, BATCH_ENTRIES_MAX);
}

const BATCH_MS = 5_000;

export const batchRoutes: Readonly<Record<BatchRpc, BatchRoute>> = {
  GenerateDataKeyBatch: { operation: 'GenerateDataKey', deadlineMs: BATCH_MS, decode: decodeDataKeyBatch, encode: encodeDataKeyBatch },
  DecryptBatch: { operation: 'Decrypt', deadlineMs: BATCH_MS, decode: decodeDecryptBatch, encode: encodeDecryptBatch },
};

function decodeDataKeyBatch({ onBehalfOf = [], entries }: GenerateDataKeyBatchRequest__Output, callerOf: CallerDecoder, requestId: string): readonly (BatchEntry | KmsError)[] {
  return decodeEntries(entries, onBehalfOf, callerOf, requestId, ({ keyId, numberOfBytes, encryptionContext }, call) => ({
    call, name: 'GenerateDataKey', request: { keyId, numberOfBytes, encryptionContext: decodeContext(encryptionContext) },
  }));
}

function decodeDecryptBatch({ onBehalfOf = [], entries }: DecryptBatchRequest__Output, callerOf: CallerDecoder, requestId: string): readonly (BatchEntry | KmsError)[] {
  return decodeEntries(entries, onBehalfOf, callerOf, requestId, ({ ciphertextBlob, encryptionContext }, call) => ({
    call, name: 'Decrypt', request: { ciphertextBlob, encryptionContext: decodeContext(encryptionContext) },
  }));
}

function decodeEntries<E extends GenerateDataKeyEntry__Output | DecryptEntry__Output>(
  entries: readonly E[] = [], callers: readonly OnBehalfOf__Output[], callerOf: CallerDecoder, requestId: string, decode: (entry: E, call: Call) => BatchEntry,
): readonly (BatchEntry | KmsError)[] {
  if (entries.length === 0 || entries.length > BATCH_ENTRIES_MAX) throw invalid('entries', `Member must have 1 to ${String(BATCH_ENTRIES_MAX)} entries`);
  if (callers.length > BATCH_ENTRIES_MAX) throw invalid('onBehalfOf', `Member must have at most ${String(BATCH_ENTRIES_MAX)} entries`);
  const known = callers.map((message) => orError(() => callerOf(message)));
  return entries.map((entry) => orError(() => {
    const caller = known[entry.who ?? 0];
    if (caller === undefined) throw invalid('who', 'Member must be a position in onBehalfOf');
    if (caller instanceof KmsError) throw caller;
    return decode(entry, { caller, requestId: requestIdOr(entry.requestId, () => requestId) });
  }));
}

function orError<T>(attempt: () => T): T | KmsError {
  try {
    return attempt();
  } catch (error) {
    return toKmsError(error);
  }
}

function encodeDataKeyBatch(results: readonly BatchResult[]): GenerateDataKeyBatchResponse {
  return { results: (results as readonly (GenerateDataKeyResponse | KmsError)[]).map((result) =>
    result instanceof KmsError ? { error: entryError(result) } : { dataKey: { keyId: result.keyId, plaintext: reveal(result.plaintext), ciphertextBlob: result.ciphertextBlob } }) };
}

function encodeDecryptBatch(results: readonly BatchResult[]): DecryptBatchResponse {
  return { results: (results as readonly (DecryptResponse | KmsError)[]).map((result) =>
    result instanceof KmsError ? { error: entryError(result) } : { plaintext: { keyId: result.keyId, plaintext: reveal(result.plaintext) } }) };
}

function entryError({ code, message }: KmsError): { readonly code: string; readonly message: string } {
  return { code, message };
}
