import type { EncryptionContext } from '@coffer/context';
import type { Secret } from '@coffer/crypto';
import type { GrantConstraints } from '../keys/grant.js';

/*
 * The requests of every verb: AWS's members in camelCase, as a door decoded them. Types are already right; presence and limits are the
 * verbs' to check, so that both doors refuse with the same words. A door clears the secrets of a request after `perform`.
 */

/** A check of permissions and arguments only: what would have succeeded is answered by DryRunOperationException. */
interface DryRunnable {
  readonly dryRun?: boolean | undefined;
}

interface Granted {
  /** Taken and checked, and never needed: a grant holds from the answer of CreateGrant on. */
  readonly grantTokens?: readonly string[] | undefined;
}

/** An enclave's attestation: not supported, and refused rather than ignored. Only its presence matters. */
interface Attested {
  readonly recipient?: boolean | undefined;
}

interface Paged {
  readonly limit?: number | undefined;
  readonly marker?: string | undefined;
}

export interface Tag {
  readonly tagKey?: string | undefined;
  readonly tagValue?: string | undefined;
}

export interface CreateKeyRequest {
  readonly description?: string | undefined;
  readonly keySpec?: string | undefined;
  /** AWS's older name of `keySpec`; both may be given if they agree. */
  readonly customerMasterKeySpec?: string | undefined;
  readonly keyUsage?: string | undefined;
  readonly origin?: string | undefined;
  readonly multiRegion?: boolean | undefined;
  readonly tags?: readonly Tag[] | undefined;
  readonly policy?: string | undefined;
  readonly bypassPolicyLockoutSafetyCheck?: boolean | undefined;
  /** Custom key stores and external keys are refused, never ignored. */
  readonly customKeyStoreId?: string | undefined;
  readonly xksKeyId?: string | undefined;
}

export interface KeyRequest {
  readonly keyId?: string | undefined;
}

export interface DescribeKeyRequest extends KeyRequest, Granted {}

export type ListKeysRequest = Paged;

export interface ListAliasesRequest extends Paged, KeyRequest {}

export interface AliasRequest {
  readonly aliasName?: string | undefined;
}

export interface AliasTargetRequest extends AliasRequest {
  readonly targetKeyId?: string | undefined;
}

interface NamedPolicy extends KeyRequest {
  /** `default` or absent. */
  readonly policyName?: string | undefined;
}

export interface PutKeyPolicyRequest extends NamedPolicy {
  readonly policy?: string | undefined;
  readonly bypassPolicyLockoutSafetyCheck?: boolean | undefined;
}

export type GetKeyPolicyRequest = NamedPolicy;

export interface ListKeyPoliciesRequest extends Paged, KeyRequest {}

export interface CreateGrantRequest extends KeyRequest, Granted, DryRunnable {
  readonly granteePrincipal?: string | undefined;
  readonly retiringPrincipal?: string | undefined;
  readonly operations?: readonly string[] | undefined;
  readonly constraints?: GrantConstraints | undefined;
  readonly name?: string | undefined;
}

interface NamedGrant extends KeyRequest {
  readonly grantId?: string | undefined;
}

export interface ListGrantsRequest extends Paged, NamedGrant {
  readonly granteePrincipal?: string | undefined;
}

export interface ListRetirableGrantsRequest extends Paged {
  readonly retiringPrincipal?: string | undefined;
}

export interface RetireGrantRequest extends NamedGrant, DryRunnable {
  readonly grantToken?: string | undefined;
}

export interface RevokeGrantRequest extends NamedGrant, DryRunnable {}

export interface ScheduleKeyDeletionRequest extends KeyRequest {
  /** 7–30; 30 if absent. */
  readonly pendingWindowInDays?: number | undefined;
}

export interface EnableKeyRotationRequest extends KeyRequest {
  /** 90–2,560; 365 if absent. */
  readonly rotationPeriodInDays?: number | undefined;
}

export interface ListKeyRotationsRequest extends Paged, KeyRequest {
  readonly includeKeyMaterial?: string | undefined;
}

export interface TagResourceRequest extends KeyRequest {
  readonly tags?: readonly Tag[] | undefined;
}

export interface UntagResourceRequest extends KeyRequest {
  readonly tagKeys?: readonly string[] | undefined;
}

export interface ListResourceTagsRequest extends Paged, KeyRequest {}

export interface UpdateKeyDescriptionRequest extends KeyRequest {
  readonly description?: string | undefined;
}

export interface EncryptRequest extends KeyRequest, Granted, DryRunnable {
  readonly plaintext?: Secret | undefined;
  readonly encryptionContext?: EncryptionContext | undefined;
  readonly encryptionAlgorithm?: string | undefined;
}

export interface DecryptRequest extends KeyRequest, Granted, DryRunnable, Attested {
  readonly ciphertextBlob?: Buffer | undefined;
  readonly encryptionContext?: EncryptionContext | undefined;
  readonly encryptionAlgorithm?: string | undefined;
}

export interface ReEncryptRequest extends Granted, DryRunnable {
  readonly ciphertextBlob?: Buffer | undefined;
  readonly sourceEncryptionContext?: EncryptionContext | undefined;
  readonly sourceKeyId?: string | undefined;
  readonly sourceEncryptionAlgorithm?: string | undefined;
  readonly destinationKeyId?: string | undefined;
  readonly destinationEncryptionContext?: EncryptionContext | undefined;
  readonly destinationEncryptionAlgorithm?: string | undefined;
}

export interface GenerateDataKeyWithoutPlaintextRequest extends KeyRequest, Granted, DryRunnable {
  readonly encryptionContext?: EncryptionContext | undefined;
  /** AES_256 or AES_128; exactly one of this and `numberOfBytes`. */
  readonly keySpec?: string | undefined;
  readonly numberOfBytes?: number | undefined;
}

export interface GenerateDataKeyRequest extends GenerateDataKeyWithoutPlaintextRequest, Attested {}

export interface GenerateRandomRequest extends Attested {
  readonly numberOfBytes?: number | undefined;
  readonly customKeyStoreId?: string | undefined;
}

/** The request of each operation that we serve. */
export interface Requests {
  readonly CancelKeyDeletion: KeyRequest;
  readonly CreateAlias: AliasTargetRequest;
  readonly CreateGrant: CreateGrantRequest;
  readonly CreateKey: CreateKeyRequest;
  readonly Decrypt: DecryptRequest;
  readonly DeleteAlias: AliasRequest;
  readonly DescribeKey: DescribeKeyRequest;
  readonly DisableKey: KeyRequest;
  readonly DisableKeyRotation: KeyRequest;
  readonly EnableKey: KeyRequest;
  readonly EnableKeyRotation: EnableKeyRotationRequest;
  readonly Encrypt: EncryptRequest;
  readonly GenerateDataKey: GenerateDataKeyRequest;
  readonly GenerateDataKeyWithoutPlaintext: GenerateDataKeyWithoutPlaintextRequest;
  readonly GenerateRandom: GenerateRandomRequest;
  readonly GetKeyPolicy: GetKeyPolicyRequest;
  readonly GetKeyRotationStatus: KeyRequest;
  readonly ListAliases: ListAliasesRequest;
  readonly ListGrants: ListGrantsRequest;
  readonly ListKeyPolicies: ListKeyPoliciesRequest;
  readonly ListKeyRotations: ListKeyRotationsRequest;
  readonly ListKeys: ListKeysRequest;
  readonly ListResourceTags: ListResourceTagsRequest;
  readonly ListRetirableGrants: ListRetirableGrantsRequest;
  readonly PutKeyPolicy: PutKeyPolicyRequest;
  readonly ReEncrypt: ReEncryptRequest;
  readonly RetireGrant: RetireGrantRequest;
  readonly RevokeGrant: RevokeGrantRequest;
  readonly RotateKeyOnDemand: KeyRequest;
  readonly ScheduleKeyDeletion: ScheduleKeyDeletionRequest;
  readonly TagResource: TagResourceRequest;
  readonly UntagResource: UntagResourceRequest;
  readonly UpdateAlias: AliasTargetRequest;
  readonly UpdateKeyDescription: UpdateKeyDescriptionRequest;
}

export type OperationName = keyof Requests;
