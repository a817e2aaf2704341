import type { OperationName, Requests } from '../operations/requests.js';
import type { Responses } from '../operations/responses.js';
import { decodeCreateGrant, decodeCreateKey, decodeDecrypt, decodeEncrypt, decodeGenerateDataKey, decodeReEncrypt } from './decode.js';
import { asIs, encodeDecrypt, encodeGenerateDataKey, encodeGenerateRandom, encodeKeyMetadata, encodeListAliases, encodeListGrants } from './encode.js';

/** How a verb is reached: the rpc has its name. `decode` throws KmsError for a message that is not a request. */
export interface Route<N extends OperationName> {
  /** From the caller's word to the answer. A caller's shorter deadline holds as well. */
  readonly deadlineMs: number;
  decode(fields: object): Requests[N];
  encode(response: Responses[N]): object;
}

/** Verbs that objects wait for. */
const USE_MS = 2_000;
/** Verbs that people wait for; some read many rows. */
const MANAGE_MS = 5_000;

/** What becomes of keys in time, and what people call them, is no matter of services: only people's door has it. */
type OfPeople =
  | 'CancelKeyDeletion' | 'DisableKeyRotation' | 'EnableKeyRotation' | 'GetKeyRotationStatus' | 'ListKeyRotations' | 'ListResourceTags' | 'RotateKeyOnDemand' | 'ScheduleKeyDeletion'
  | 'TagResource' | 'UntagResource' | 'UpdateKeyDescription';

export const routes: { readonly [N in Exclude<OperationName, OfPeople>]: Route<N> } = {
  CreateKey: { deadlineMs: MANAGE_MS, decode: decodeCreateKey, encode: encodeKeyMetadata },
  DescribeKey: { deadlineMs: MANAGE_MS, decode: asIs, encode: encodeKeyMetadata },
  ListKeys: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  EnableKey: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  DisableKey: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  CreateAlias: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  UpdateAlias: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  DeleteAlias: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  ListAliases: { deadlineMs: MANAGE_MS, decode: asIs, encode: encodeListAliases },
  PutKeyPolicy: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  GetKeyPolicy: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  ListKeyPolicies: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  CreateGrant: { deadlineMs: MANAGE_MS, decode: decodeCreateGrant, encode: asIs },
  ListGrants: { deadlineMs: MANAGE_MS, decode: asIs, encode: encodeListGrants },
  ListRetirableGrants: { deadlineMs: MANAGE_MS, decode: asIs, encode: encodeListGrants },
  RetireGrant: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  RevokeGrant: { deadlineMs: MANAGE_MS, decode: asIs, encode: asIs },
  Encrypt: { deadlineMs: USE_MS, decode: decodeEncrypt, encode: asIs },
  Decrypt: { deadlineMs: USE_MS, decode: decodeDecrypt, encode: encodeDecrypt },
  ReEncrypt: { deadlineMs: USE_MS, decode: decodeReEncrypt, encode: asIs },
  GenerateDataKey: { deadlineMs: USE_MS, decode: decodeGenerateDataKey, encode: encodeGenerateDataKey },
  GenerateDataKeyWithoutPlaintext: { deadlineMs: USE_MS, decode: decodeGenerateDataKey, encode: asIs },
  GenerateRandom: { deadlineMs: USE_MS, decode: asIs, encode: encodeGenerateRandom },
};
