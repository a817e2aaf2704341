import { join } from 'node:path';
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { DecryptBatchRequest } from '../../../proto/types/coffer/kms/v1/DecryptBatchRequest.js';
import type { DecryptBatchResponse__Output } from '../../../proto/types/coffer/kms/v1/DecryptBatchResponse.js';
import type { GenerateDataKeyBatchRequest } from '../../../proto/types/coffer/kms/v1/GenerateDataKeyBatchRequest.js';
import type { GenerateDataKeyBatchResponse__Output } from '../../../proto/types/coffer/kms/v1/GenerateDataKeyBatchResponse.js';
import type { GetIdentitiesRequest } from '../../../proto/types/coffer/kms/v1/GetIdentitiesRequest.js';
import type { GetIdentitiesResponse__Output } from '../../../proto/types/coffer/kms/v1/GetIdentitiesResponse.js';
import type { ImportAuditGroupsRequest } from '../../../proto/types/coffer/kms/v1/ImportAuditGroupsRequest.js';
import type { ImportAuditGroupsResponse__Output } from '../../../proto/types/coffer/kms/v1/ImportAuditGroupsResponse.js';
import type { OpenSessionRequest } from '../../../proto/types/coffer/kms/v1/OpenSessionRequest.js';
import type { OpenSessionResponse__Output } from '../../../proto/types/coffer/kms/v1/OpenSessionResponse.js';
import type { PingRequest } from '../../../proto/types/coffer/kms/v1/PingRequest.js';
import type { PingResponse__Output } from '../../../proto/types/coffer/kms/v1/PingResponse.js';

/** The workspace's proto folder: as far from `src` as from `dist`. */
const PROTO_ROOT = join(import.meta.dirname, '../../../proto');

/** The verbs of the key service that objects need, as they travel. */
export interface KeyServiceMethods {
  readonly GenerateDataKeyBatch: MethodDefinition<GenerateDataKeyBatchRequest, GenerateDataKeyBatchResponse__Output>;
  readonly DecryptBatch: MethodDefinition<DecryptBatchRequest, DecryptBatchResponse__Output>;
  readonly OpenSession: MethodDefinition<OpenSessionRequest, OpenSessionResponse__Output>;
  readonly GetIdentities: MethodDefinition<GetIdentitiesRequest, GetIdentitiesResponse__Output>;
  readonly ImportAuditGroups: MethodDefinition<ImportAuditGroupsRequest, ImportAuditGroupsResponse__Output>;
  readonly Ping: MethodDefinition<PingRequest, PingResponse__Output>;
}

/** Reads the contract. Absent fields stay absent and bytes are views of the message, so that decoding copies nothing. */
export function loadKeyService(): KeyServiceMethods {
  const loaded = loadSync('kms/v1/service.proto', { includeDirs: [PROTO_ROOT], longs: Number });
  return loaded['coffer.kms.v1.KeyService'] as ServiceDefinition as unknown as KeyServiceMethods;
}
