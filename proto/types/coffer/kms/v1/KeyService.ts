// Original file: kms/v1/service.proto

import type { MethodDefinition } from '@grpc/proto-loader'
import type { AliasRequest as _coffer_kms_v1_AliasRequest, AliasRequest__Output as _coffer_kms_v1_AliasRequest__Output } from '../../../coffer/kms/v1/AliasRequest.js';
import type { AliasTargetRequest as _coffer_kms_v1_AliasTargetRequest, AliasTargetRequest__Output as _coffer_kms_v1_AliasTargetRequest__Output } from '../../../coffer/kms/v1/AliasTargetRequest.js';
import type { CreateGrantRequest as _coffer_kms_v1_CreateGrantRequest, CreateGrantRequest__Output as _coffer_kms_v1_CreateGrantRequest__Output } from '../../../coffer/kms/v1/CreateGrantRequest.js';
import type { CreateGrantResponse as _coffer_kms_v1_CreateGrantResponse, CreateGrantResponse__Output as _coffer_kms_v1_CreateGrantResponse__Output } from '../../../coffer/kms/v1/CreateGrantResponse.js';
import type { CreateKeyRequest as _coffer_kms_v1_CreateKeyRequest, CreateKeyRequest__Output as _coffer_kms_v1_CreateKeyRequest__Output } from '../../../coffer/kms/v1/CreateKeyRequest.js';
import type { DecryptBatchRequest as _coffer_kms_v1_DecryptBatchRequest, DecryptBatchRequest__Output as _coffer_kms_v1_DecryptBatchRequest__Output } from '../../../coffer/kms/v1/DecryptBatchRequest.js';
import type { DecryptBatchResponse as _coffer_kms_v1_DecryptBatchResponse, DecryptBatchResponse__Output as _coffer_kms_v1_DecryptBatchResponse__Output } from '../../../coffer/kms/v1/DecryptBatchResponse.js';
import type { DecryptRequest as _coffer_kms_v1_DecryptRequest, DecryptRequest__Output as _coffer_kms_v1_DecryptRequest__Output } from '../../../coffer/kms/v1/DecryptRequest.js';
import type { DecryptResponse as _coffer_kms_v1_DecryptResponse, DecryptResponse__Output as _coffer_kms_v1_DecryptResponse__Output } from '../../../coffer/kms/v1/DecryptResponse.js';
import type { DescribeKeyRequest as _coffer_kms_v1_DescribeKeyRequest, DescribeKeyRequest__Output as _coffer_kms_v1_DescribeKeyRequest__Output } from '../../../coffer/kms/v1/DescribeKeyRequest.js';
import type { EmptyResponse as _coffer_kms_v1_EmptyResponse, EmptyResponse__Output as _coffer_kms_v1_EmptyResponse__Output } from '../../../coffer/kms/v1/EmptyResponse.js';
import type { EncryptRequest as _coffer_kms_v1_EncryptRequest, EncryptRequest__Output as _coffer_kms_v1_EncryptRequest__Output } from '../../../coffer/kms/v1/EncryptRequest.js';
import type { EncryptResponse as _coffer_kms_v1_EncryptResponse, EncryptResponse__Output as _coffer_kms_v1_EncryptResponse__Output } from '../../../coffer/kms/v1/EncryptResponse.js';
import type { GenerateDataKeyBatchRequest as _coffer_kms_v1_GenerateDataKeyBatchRequest, GenerateDataKeyBatchRequest__Output as _coffer_kms_v1_GenerateDataKeyBatchRequest__Output } from '../../../coffer/kms/v1/GenerateDataKeyBatchRequest.js';
import type { GenerateDataKeyBatchResponse as _coffer_kms_v1_GenerateDataKeyBatchResponse, GenerateDataKeyBatchResponse__Output as _coffer_kms_v1_GenerateDataKeyBatchResponse__Output } from '../../../coffer/kms/v1/GenerateDataKeyBatchResponse.js';
import type { GenerateDataKeyRequest as _coffer_kms_v1_GenerateDataKeyRequest, GenerateDataKeyRequest__Output as _coffer_kms_v1_GenerateDataKeyRequest__Output } from '../../../coffer/kms/v1/GenerateDataKeyRequest.js';
import type { GenerateDataKeyResponse as _coffer_kms_v1_GenerateDataKeyResponse, GenerateDataKeyResponse__Output as _coffer_kms_v1_GenerateDataKeyResponse__Output } from '../../../coffer/kms/v1/GenerateDataKeyResponse.js';
import type { GenerateDataKeyWithoutPlaintextResponse as _coffer_kms_v1_GenerateDataKeyWithoutPlaintextResponse, GenerateDataKeyWithoutPlaintextResponse__Output as _coffer_kms_v1_GenerateDataKeyWithoutPlaintextResponse__Output } from '../../../coffer/kms/v1/GenerateDataKeyWithoutPlaintextResponse.js';
import type { GenerateRandomRequest as _coffer_kms_v1_GenerateRandomRequest, GenerateRandomRequest__Output as _coffer_kms_v1_GenerateRandomRequest__Output } from '../../../coffer/kms/v1/GenerateRandomRequest.js';
import type { GenerateRandomResponse as _coffer_kms_v1_GenerateRandomResponse, GenerateRandomResponse__Output as _coffer_kms_v1_GenerateRandomResponse__Output } from '../../../coffer/kms/v1/GenerateRandomResponse.js';
import type { GetIdentitiesRequest as _coffer_kms_v1_GetIdentitiesRequest, GetIdentitiesRequest__Output as _coffer_kms_v1_GetIdentitiesRequest__Output } from '../../../coffer/kms/v1/GetIdentitiesRequest.js';
import type { GetIdentitiesResponse as _coffer_kms_v1_GetIdentitiesResponse, GetIdentitiesResponse__Output as _coffer_kms_v1_GetIdentitiesResponse__Output } from '../../../coffer/kms/v1/GetIdentitiesResponse.js';
import type { ImportAuditGroupsRequest as _coffer_kms_v1_ImportAuditGroupsRequest, ImportAuditGroupsRequest__Output as _coffer_kms_v1_ImportAuditGroupsRequest__Output } from '../../../coffer/kms/v1/ImportAuditGroupsRequest.js';
import type { ImportAuditGroupsResponse as _coffer_kms_v1_ImportAuditGroupsResponse, ImportAuditGroupsResponse__Output as _coffer_kms_v1_ImportAuditGroupsResponse__Output } from '../../../coffer/kms/v1/ImportAuditGroupsResponse.js';
import type { KeyMetadataResponse as _coffer_kms_v1_KeyMetadataResponse, KeyMetadataResponse__Output as _coffer_kms_v1_KeyMetadataResponse__Output } from '../../../coffer/kms/v1/KeyMetadataResponse.js';
import type { KeyPolicyRequest as _coffer_kms_v1_KeyPolicyRequest, KeyPolicyRequest__Output as _coffer_kms_v1_KeyPolicyRequest__Output } from '../../../coffer/kms/v1/KeyPolicyRequest.js';
import type { KeyPolicyResponse as _coffer_kms_v1_KeyPolicyResponse, KeyPolicyResponse__Output as _coffer_kms_v1_KeyPolicyResponse__Output } from '../../../coffer/kms/v1/KeyPolicyResponse.js';
import type { KeyRequest as _coffer_kms_v1_KeyRequest, KeyRequest__Output as _coffer_kms_v1_KeyRequest__Output } from '../../../coffer/kms/v1/KeyRequest.js';
import type { ListAliasesRequest as _coffer_kms_v1_ListAliasesRequest, ListAliasesRequest__Output as _coffer_kms_v1_ListAliasesRequest__Output } from '../../../coffer/kms/v1/ListAliasesRequest.js';
import type { ListAliasesResponse as _coffer_kms_v1_ListAliasesResponse, ListAliasesResponse__Output as _coffer_kms_v1_ListAliasesResponse__Output } from '../../../coffer/kms/v1/ListAliasesResponse.js';
import type { ListGrantsRequest as _coffer_kms_v1_ListGrantsRequest, ListGrantsRequest__Output as _coffer_kms_v1_ListGrantsRequest__Output } from '../../../coffer/kms/v1/ListGrantsRequest.js';
import type { ListGrantsResponse as _coffer_kms_v1_ListGrantsResponse, ListGrantsResponse__Output as _coffer_kms_v1_ListGrantsResponse__Output } from '../../../coffer/kms/v1/ListGrantsResponse.js';
import type { ListKeyPoliciesRequest as _coffer_kms_v1_ListKeyPoliciesRequest, ListKeyPoliciesRequest__Output as _coffer_kms_v1_ListKeyPoliciesRequest__Output } from '../../../coffer/kms/v1/ListKeyPoliciesRequest.js';
import type { ListKeyPoliciesResponse as _coffer_kms_v1_ListKeyPoliciesResponse, ListKeyPoliciesResponse__Output as _coffer_kms_v1_ListKeyPoliciesResponse__Output } from '../../../coffer/kms/v1/ListKeyPoliciesResponse.js';
import type { ListKeysRequest as _coffer_kms_v1_ListKeysRequest, ListKeysRequest__Output as _coffer_kms_v1_ListKeysRequest__Output } from '../../../coffer/kms/v1/ListKeysRequest.js';
import type { ListKeysResponse as _coffer_kms_v1_ListKeysResponse, ListKeysResponse__Output as _coffer_kms_v1_ListKeysResponse__Output } from '../../../coffer/kms/v1/ListKeysResponse.js';
import type { ListRetirableGrantsRequest as _coffer_kms_v1_ListRetirableGrantsRequest, ListRetirableGrantsRequest__Output as _coffer_kms_v1_ListRetirableGrantsRequest__Output } from '../../../coffer/kms/v1/ListRetirableGrantsRequest.js';
import type { OpenSessionRequest as _coffer_kms_v1_OpenSessionRequest, OpenSessionRequest__Output as _coffer_kms_v1_OpenSessionRequest__Output } from '../../../coffer/kms/v1/OpenSessionRequest.js';
import type { OpenSessionResponse as _coffer_kms_v1_OpenSessionResponse, OpenSessionResponse__Output as _coffer_kms_v1_OpenSessionResponse__Output } from '../../../coffer/kms/v1/OpenSessionResponse.js';
import type { PingRequest as _coffer_kms_v1_PingRequest, PingRequest__Output as _coffer_kms_v1_PingRequest__Output } from '../../../coffer/kms/v1/PingRequest.js';
import type { PingResponse as _coffer_kms_v1_PingResponse, PingResponse__Output as _coffer_kms_v1_PingResponse__Output } from '../../../coffer/kms/v1/PingResponse.js';
import type { PutKeyPolicyRequest as _coffer_kms_v1_PutKeyPolicyRequest, PutKeyPolicyRequest__Output as _coffer_kms_v1_PutKeyPolicyRequest__Output } from '../../../coffer/kms/v1/PutKeyPolicyRequest.js';
import type { ReEncryptRequest as _coffer_kms_v1_ReEncryptRequest, ReEncryptRequest__Output as _coffer_kms_v1_ReEncryptRequest__Output } from '../../../coffer/kms/v1/ReEncryptRequest.js';
import type { ReEncryptResponse as _coffer_kms_v1_ReEncryptResponse, ReEncryptResponse__Output as _coffer_kms_v1_ReEncryptResponse__Output } from '../../../coffer/kms/v1/ReEncryptResponse.js';
import type { RetireGrantRequest as _coffer_kms_v1_RetireGrantRequest, RetireGrantRequest__Output as _coffer_kms_v1_RetireGrantRequest__Output } from '../../../coffer/kms/v1/RetireGrantRequest.js';
import type { RevokeGrantRequest as _coffer_kms_v1_RevokeGrantRequest, RevokeGrantRequest__Output as _coffer_kms_v1_RevokeGrantRequest__Output } from '../../../coffer/kms/v1/RevokeGrantRequest.js';

export interface KeyServiceDefinition {
  CreateAlias: MethodDefinition<_coffer_kms_v1_AliasTargetRequest, _coffer_kms_v1_EmptyResponse, _coffer_kms_v1_AliasTargetRequest__Output, _coffer_kms_v1_EmptyResponse__Output>
  CreateGrant: MethodDefinition<_coffer_kms_v1_CreateGrantRequest, _coffer_kms_v1_CreateGrantResponse, _coffer_kms_v1_CreateGrantRequest__Output, _coffer_kms_v1_CreateGrantResponse__Output>
  CreateKey: MethodDefinition<_coffer_kms_v1_CreateKeyRequest, _coffer_kms_v1_KeyMetadataResponse, _coffer_kms_v1_CreateKeyRequest__Output, _coffer_kms_v1_KeyMetadataResponse__Output>
  Decrypt: MethodDefinition<_coffer_kms_v1_DecryptRequest, _coffer_kms_v1_DecryptResponse, _coffer_kms_v1_DecryptRequest__Output, _coffer_kms_v1_DecryptResponse__Output>
  DecryptBatch: MethodDefinition<_coffer_kms_v1_DecryptBatchRequest, _coffer_kms_v1_DecryptBatchResponse, _coffer_kms_v1_DecryptBatchRequest__Output, _coffer_kms_v1_DecryptBatchResponse__Output>
  DeleteAlias: MethodDefinition<_coffer_kms_v1_AliasRequest, _coffer_kms_v1_EmptyResponse, _coffer_kms_v1_AliasRequest__Output, _coffer_kms_v1_EmptyResponse__Output>
  DescribeKey: MethodDefinition<_coffer_kms_v1_DescribeKeyRequest, _coffer_kms_v1_KeyMetadataResponse, _coffer_kms_v1_DescribeKeyRequest__Output, _coffer_kms_v1_KeyMetadataResponse__Output>
  DisableKey: MethodDefinition<_coffer_kms_v1_KeyRequest, _coffer_kms_v1_EmptyResponse, _coffer_kms_v1_KeyRequest__Output, _coffer_kms_v1_EmptyResponse__Output>
  EnableKey: MethodDefinition<_coffer_kms_v1_KeyRequest, _coffer_kms_v1_EmptyResponse, _coffer_kms_v1_KeyRequest__Output, _coffer_kms_v1_EmptyResponse__Output>
  Encrypt: MethodDefinition<_coffer_kms_v1_EncryptRequest, _coffer_kms_v1_EncryptResponse, _coffer_kms_v1_EncryptRequest__Output, _coffer_kms_v1_EncryptResponse__Output>
  GenerateDataKey: MethodDefinition<_coffer_kms_v1_GenerateDataKeyRequest, _coffer_kms_v1_GenerateDataKeyResponse, _coffer_kms_v1_GenerateDataKeyRequest__Output, _coffer_kms_v1_GenerateDataKeyResponse__Output>
  GenerateDataKeyBatch: MethodDefinition<_coffer_kms_v1_GenerateDataKeyBatchRequest, _coffer_kms_v1_GenerateDataKeyBatchResponse, _coffer_kms_v1_GenerateDataKeyBatchRequest__Output, _coffer_kms_v1_GenerateDataKeyBatchResponse__Output>
  GenerateDataKeyWithoutPlaintext: MethodDefinition<_coffer_kms_v1_GenerateDataKeyRequest, _coffer_kms_v1_GenerateDataKeyWithoutPlaintextResponse, _coffer_kms_v1_GenerateDataKeyRequest__Output, _coffer_kms_v1_GenerateDataKeyWithoutPlaintextResponse__Output>
  GenerateRandom: MethodDefinition<_coffer_kms_v1_GenerateRandomRequest, _coffer_kms_v1_GenerateRandomResponse, _coffer_kms_v1_GenerateRandomRequest__Output, _coffer_kms_v1_GenerateRandomResponse__Output>
  GetIdentities: MethodDefinition<_coffer_kms_v1_GetIdentitiesRequest, _coffer_kms_v1_GetIdentitiesResponse, _coffer_kms_v1_GetIdentitiesRequest__Output, _coffer_kms_v1_GetIdentitiesResponse__Output>
  GetKeyPolicy: MethodDefinition<_coffer_kms_v1_KeyPolicyRequest, _coffer_kms_v1_KeyPolicyResponse, _coffer_kms_v1_KeyPolicyRequest__Output, _coffer_kms_v1_KeyPolicyResponse__Output>
  ImportAuditGroups: MethodDefinition<_coffer_kms_v1_ImportAuditGroupsRequest, _coffer_kms_v1_ImportAuditGroupsResponse, _coffer_kms_v1_ImportAuditGroupsRequest__Output, _coffer_kms_v1_ImportAuditGroupsResponse__Output>
  ListAliases: MethodDefinition<_coffer_kms_v1_ListAliasesRequest, _coffer_kms_v1_ListAliasesResponse, _coffer_kms_v1_ListAliasesRequest__Output, _coffer_kms_v1_ListAliasesResponse__Output>
  ListGrants: MethodDefinition<_coffer_kms_v1_ListGrantsRequest, _coffer_kms_v1_ListGrantsResponse, _coffer_kms_v1_ListGrantsRequest__Output, _coffer_kms_v1_ListGrantsResponse__Output>
  ListKeyPolicies: MethodDefinition<_coffer_kms_v1_ListKeyPoliciesRequest, _coffer_kms_v1_ListKeyPoliciesResponse, _coffer_kms_v1_ListKeyPoliciesRequest__Output, _coffer_kms_v1_ListKeyPoliciesResponse__Output>
  ListKeys: MethodDefinition<_coffer_kms_v1_ListKeysRequest, _coffer_kms_v1_ListKeysResponse, _coffer_kms_v1_ListKeysRequest__Output, _coffer_kms_v1_ListKeysResponse__Output>
  ListRetirableGrants: MethodDefinition<_coffer_kms_v1_ListRetirableGrantsRequest, _coffer_kms_v1_ListGrantsResponse, _coffer_kms_v1_ListRetirableGrantsRequest__Output, _coffer_kms_v1_ListGrantsResponse__Output>
  OpenSession: MethodDefinition<_coffer_kms_v1_OpenSessionRequest, _coffer_kms_v1_OpenSessionResponse, _coffer_kms_v1_OpenSessionRequest__Output, _coffer_kms_v1_OpenSessionResponse__Output>
  Ping: MethodDefinition<_coffer_kms_v1_PingRequest, _coffer_kms_v1_PingResponse, _coffer_kms_v1_PingRequest__Output, _coffer_kms_v1_PingResponse__Output>
  PutKeyPolicy: MethodDefinition<_coffer_kms_v1_PutKeyPolicyRequest, _coffer_kms_v1_EmptyResponse, _coffer_kms_v1_PutKeyPolicyRequest__Output, _coffer_kms_v1_EmptyResponse__Output>
  ReEncrypt: MethodDefinition<_coffer_kms_v1_ReEncryptRequest, _coffer_kms_v1_ReEncryptResponse, _coffer_kms_v1_ReEncryptRequest__Output, _coffer_kms_v1_ReEncryptResponse__Output>
  RetireGrant: MethodDefinition<_coffer_kms_v1_RetireGrantRequest, _coffer_kms_v1_EmptyResponse, _coffer_kms_v1_RetireGrantRequest__Output, _coffer_kms_v1_EmptyResponse__Output>
  RevokeGrant: MethodDefinition<_coffer_kms_v1_RevokeGrantRequest, _coffer_kms_v1_EmptyResponse, _coffer_kms_v1_RevokeGrantRequest__Output, _coffer_kms_v1_EmptyResponse__Output>
  UpdateAlias: MethodDefinition<_coffer_kms_v1_AliasTargetRequest, _coffer_kms_v1_EmptyResponse, _coffer_kms_v1_AliasTargetRequest__Output, _coffer_kms_v1_EmptyResponse__Output>
}
