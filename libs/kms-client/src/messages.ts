/**
 * The batch messages: what callers ask, as protobuf, and back. Each caller is written once a batch, and entries name it by position.
 */
import type { EncryptionContext } from '@coffer/context';
import { Secret } from '@coffer/crypto';
import type { Caller } from '@coffer/iam';
import type { ContextPair } from '../../../proto/types/coffer/kms/v1/ContextPair.js';
import type { DecryptBatchRequest } from '../../../proto/types/coffer/kms/v1/DecryptBatchRequest.js';
import type { DecryptBatchResponse__Output } from '../../../proto/types/coffer/kms/v1/DecryptBatchResponse.js';
import type { EntryError__Output } from '../../../proto/types/coffer/kms/v1/EntryError.js';
import type { GenerateDataKeyBatchRequest } from '../../../proto/types/coffer/kms/v1/GenerateDataKeyBatchRequest.js';
import type { GenerateDataKeyBatchResponse__Output } from '../../../proto/types/coffer/kms/v1/GenerateDataKeyBatchResponse.js';
import type { OnBehalfOf as OnBehalfOfMessage } from '../../../proto/types/coffer/kms/v1/OnBehalfOf.js';
import type { Answer } from './batch-queue.js';
import type { DataKey, KmsClientError, OnBehalfOf } from './kms-client.js';
import { answeredError } from './transport-error.js';

export interface Asked {
  readonly who: OnBehalfOf;
  readonly context: EncryptionContext;
  readonly requestId?: string | undefined;
  /** The span that asks, where somebody traces; it does not travel. */
  readonly span?: object | undefined;
}

export interface DataKeyAsked extends Asked {
  readonly keyId: string;
}

export interface DecryptAsked extends Asked {
  readonly blob: Buffer;
}

export interface Decrypted {
  readonly keyArn: string;
  readonly plaintext: Secret;
}

/** Every key that objects are sealed under is this long. */
const DATA_KEY_BYTES = 32;
/** A service and whoever did not sign are never forwarded: unspecified is refused. */
const principalTypes = { Root: 1, User: 2, AssumedRole: 3, Service: 0, Anonymous: 0 } as const satisfies Record<Caller['type'], number>;

/** Callers by their text: requests of one user are separate objects, and differ in nothing. */
class CallerTable {
  readonly messages: OnBehalfOfMessage[] = [];
  readonly #positions = new Map<string, number>();

  positionOf(who: OnBehalfOf): number {
    const text = who === 'service' ? who : identifying(who);
    const known = this.#positions.get(text);
    if (known !== undefined) return known;
    const position = this.messages.push(onBehalfOf(who)) - 1;
    this.#positions.set(text, position);
    return position;
  }
}

/** JSON of a list, so that no two callers have the same text. */
function identifying(caller: Caller): string {
  return JSON.stringify([caller.type, caller.arn, caller.accountId, caller.principalId, caller.userName, caller.accessKeyId, caller.sourceIp, caller.userAgent, caller.viaService, caller.secureTransport, caller.sessionToken?.reveal()]);
}

function onBehalfOf(who: OnBehalfOf): OnBehalfOfMessage {
  if (who === 'service') return { service: {} };
  const { arn, accountId, principalId, userName, accessKeyId, sourceIp, userAgent, viaService, secureTransport, sessionToken } = who;
  const caller = { type: principalTypes[who.type], arn, accountId, principalId, accessKeyId, sourceIp, userAgent, secureTransport };
  const optional = { ...(userName !== undefined && { userName }), ...(viaService !== undefined && { viaService }) };
  return { caller: { ...caller, ...optional, ...(sessionToken !== undefined && { sessionToken: sessionToken.reveal() }) } };
}

function pairs(context: EncryptionContext): ContextPair[] {
  const list: ContextPair[] = [];
  for (const [key, value] of context) list.push({ key: Buffer.from(key), value: Buffer.from(value) });
  return list;
}

function optionalId(requestId: string | undefined): { readonly requestId?: string } {
  return requestId === undefined ? {} : { requestId };
}

export function encodeDataKeyBatch(asked: readonly DataKeyAsked[]): GenerateDataKeyBatchRequest {
  const callers = new CallerTable();
  const entries = asked.map(({ who, keyId, context, requestId }) => ({
    who: callers.positionOf(who), keyId, encryptionContext: pairs(context), numberOfBytes: DATA_KEY_BYTES, ...optionalId(requestId),
  }));
  return { onBehalfOf: callers.messages, entries };
}

export function encodeDecryptBatch(asked: readonly DecryptAsked[]): DecryptBatchRequest {
  const callers = new CallerTable();
  const entries = asked.map(({ who, blob, context, requestId }) => ({
    who: callers.positionOf(who), ciphertextBlob: blob, encryptionContext: pairs(context), ...optionalId(requestId),
  }));
  return { onBehalfOf: callers.messages, entries };
}

/** Moves the key out of the message: the message's own bytes are zeroed. */
function secretFrom(bytes: Buffer): Secret {
  const secret = Secret.copyOf(bytes);
  bytes.fill(0);
  return secret;
}

function refusal(error: EntryError__Output | undefined): KmsClientError {
  return answeredError(error?.code ?? 'KMSInternalException', error?.message ?? '');
}

/** The blob is copied too: as a view it would keep the whole message for as long as one object's record is in memory. */
export function decodeDataKeyBatch({ results = [] }: GenerateDataKeyBatchResponse__Output): Answer<DataKey>[] {
  return results.map(({ dataKey, error }) => {
    if (dataKey?.keyId === undefined || dataKey.ciphertextBlob === undefined || dataKey.plaintext?.length !== DATA_KEY_BYTES) return refusal(error);
    return { keyArn: dataKey.keyId, plaintext: secretFrom(dataKey.plaintext), blob: Buffer.from(dataKey.ciphertextBlob) };
  });
}

export function decodeDecryptBatch({ results = [] }: DecryptBatchResponse__Output): Answer<Decrypted>[] {
  return results.map(({ plaintext, error }) => {
    if (plaintext?.keyId === undefined || plaintext.plaintext === undefined) return refusal(error);
    return { keyArn: plaintext.keyId, plaintext: secretFrom(plaintext.plaintext) };
  });
}
