/** Responses to messages, verb by verb. Secrets go as views of their live bytes: `reply.ts` clears them once they are serialized. */
import type { GenerateDataKeyResponse as GenerateDataKeyMessage } from '../../../../proto/types/coffer/kms/v1/GenerateDataKeyResponse.js';
import type { DecryptResponse as DecryptMessage } from '../../../../proto/types/coffer/kms/v1/DecryptResponse.js';
import type { GenerateRandomResponse as GenerateRandomMessage } from '../../../../proto/types/coffer/kms/v1/GenerateRandomResponse.js';
import type { GrantConstraints as GrantConstraintsMessage } from '../../../../proto/types/coffer/kms/v1/GrantConstraints.js';
import type { KeyMetadataResponse as KeyMetadataMessage } from '../../../../proto/types/coffer/kms/v1/KeyMetadataResponse.js';
import type { ListAliasesResponse as ListAliasesMessage } from '../../../../proto/types/coffer/kms/v1/ListAliasesResponse.js';
import type { ListGrantsResponse as ListGrantsMessage } from '../../../../proto/types/coffer/kms/v1/ListGrantsResponse.js';
import type { GrantConstraints } from '../keys/grant.js';
import type { DecryptResponse, GenerateDataKeyResponse, GenerateRandomResponse, KeyMetadataResponse, ListAliasesResponse, ListGrantsResponse } from '../operations/responses.js';
import { encodeContext } from './context-pairs.js';
import { reveal } from './secrets.js';

/** Requests and responses whose members are the message's own. */
export function asIs<R extends object>(members: R): R {
  return members;
}

export function encodeKeyMetadata({ keyMetadata }: KeyMetadataResponse): KeyMetadataMessage {
  const { creationDate, encryptionAlgorithms, ...metadata } = keyMetadata;
  return { keyMetadata: { ...metadata, creationDateMs: creationDate.getTime(), encryptionAlgorithms: [...encryptionAlgorithms] } };
}

export function encodeListAliases({ aliases, truncated, nextMarker }: ListAliasesResponse): ListAliasesMessage {
  const entries = aliases.map(({ creationDate, lastUpdatedDate, ...alias }) => ({
    ...alias, creationDateMs: creationDate.getTime(), lastUpdatedDateMs: lastUpdatedDate.getTime(),
  }));
  return { aliases: entries, truncated, ...(nextMarker !== undefined && { nextMarker }) };
}

export function encodeListGrants({ grants, truncated, nextMarker }: ListGrantsResponse): ListGrantsMessage {
  const entries = grants.map(({ creationDate, operations, name, retiringPrincipal, constraints, ...grant }) => ({
    ...grant,
    operations: [...operations],
    creationDateMs: creationDate.getTime(),
    ...(name !== undefined && { name }),
    ...(retiringPrincipal !== undefined && { retiringPrincipal }),
    ...(constraints !== undefined && { constraints: encodeConstraints(constraints) }),
  }));
  return { grants: entries, truncated, ...(nextMarker !== undefined && { nextMarker }) };
}

function encodeConstraints({ encryptionContextSubset, encryptionContextEquals, sourceArn }: GrantConstraints): GrantConstraintsMessage {
  return {
    ...(encryptionContextSubset && { encryptionContextSubset: encodeContext(encryptionContextSubset) }),
    ...(encryptionContextEquals && { encryptionContextEquals: encodeContext(encryptionContextEquals) }),
    ...(sourceArn !== undefined && { sourceArn }),
  };
}

export function encodeDecrypt({ plaintext, ...response }: DecryptResponse): DecryptMessage {
  return { ...response, plaintext: reveal(plaintext) };
}

export function encodeGenerateDataKey({ plaintext, ...response }: GenerateDataKeyResponse): GenerateDataKeyMessage {
  return { ...response, plaintext: reveal(plaintext) };
}

export function encodeGenerateRandom({ plaintext }: GenerateRandomResponse): GenerateRandomMessage {
  return { plaintext: reveal(plaintext) };
}
