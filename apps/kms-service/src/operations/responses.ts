import type { Secret } from '@coffer/crypto';
import type { GrantConstraints } from '../keys/grant.js';
import type { KeyState, Rotation } from '../keys/key.js';

/* The responses of every verb: AWS's members in camelCase. Whoever receives a Secret disposes of it. */

/** Only symmetric keys exist here. */
export type EncryptionAlgorithm = 'SYMMETRIC_DEFAULT';

export interface KeyMetadata {
  readonly awsAccountId: string;
  readonly keyId: string;
  readonly arn: string;
  readonly creationDate: Date;
  readonly enabled: boolean;
  readonly description: string;
  readonly keyUsage: 'ENCRYPT_DECRYPT';
  readonly keyState: KeyState;
  readonly origin: 'AWS_KMS';
  readonly keyManager: 'AWS' | 'CUSTOMER';
  readonly customerMasterKeySpec: 'SYMMETRIC_DEFAULT';
  readonly keySpec: 'SYMMETRIC_DEFAULT';
  readonly encryptionAlgorithms: readonly EncryptionAlgorithm[];
  readonly multiRegion: false;
  /** 64 hex digits: the material that seals now. */
  readonly currentKeyMaterialId: string;
  /** Of a key that waits for its end. */
  readonly deletionDate?: Date | undefined;
}

export interface KeyMetadataResponse {
  readonly keyMetadata: KeyMetadata;
}

/** `nextMarker` is there exactly when `truncated`. */
interface Page {
  readonly truncated: boolean;
  readonly nextMarker?: string | undefined;
}

export interface ListKeysResponse extends Page {
  readonly keys: readonly { readonly keyId: string; readonly keyArn: string }[];
}

export interface AliasEntry {
  readonly aliasName: string;
  readonly aliasArn: string;
  readonly targetKeyId: string;
  readonly creationDate: Date;
  readonly lastUpdatedDate: Date;
}

export interface ListAliasesResponse extends Page {
  readonly aliases: readonly AliasEntry[];
}

export interface KeyPolicyResponse {
  readonly policy: string;
  readonly policyName: string;
}

export interface ListKeyPoliciesResponse extends Page {
  readonly policyNames: readonly string[];
}

export interface CreateGrantResponse {
  readonly grantId: string;
  readonly grantToken: string;
}

export interface GrantEntry {
  /** The key's ARN. */
  readonly keyId: string;
  readonly grantId: string;
  readonly name: string | undefined;
  readonly creationDate: Date;
  readonly granteePrincipal: string;
  readonly retiringPrincipal: string | undefined;
  readonly issuingAccount: string;
  readonly operations: readonly string[];
  readonly constraints: GrantConstraints | undefined;
}

export interface ListGrantsResponse extends Page {
  readonly grants: readonly GrantEntry[];
}

export interface EncryptResponse {
  readonly ciphertextBlob: Buffer;
  /** The key's ARN, here and below, whatever form was asked for. */
  readonly keyId: string;
  readonly encryptionAlgorithm: EncryptionAlgorithm;
}

export interface DecryptResponse {
  readonly keyId: string;
  readonly plaintext: Secret;
  readonly encryptionAlgorithm: EncryptionAlgorithm;
  readonly keyMaterialId: string;
}

export interface ReEncryptResponse {
  readonly ciphertextBlob: Buffer;
  readonly sourceKeyId: string;
  readonly keyId: string;
  readonly sourceEncryptionAlgorithm: EncryptionAlgorithm;
  readonly destinationEncryptionAlgorithm: EncryptionAlgorithm;
  readonly sourceKeyMaterialId: string;
  readonly destinationKeyMaterialId: string;
}

export interface GenerateDataKeyWithoutPlaintextResponse {
  readonly ciphertextBlob: Buffer;
  readonly keyId: string;
  readonly keyMaterialId: string;
}

export interface GenerateDataKeyResponse extends GenerateDataKeyWithoutPlaintextResponse {
  readonly plaintext: Secret;
}

export interface GenerateRandomResponse {
  readonly plaintext: Secret;
}

export interface ScheduleKeyDeletionResponse {
  /** The key's ARN, as AWS answers it here. */
  readonly keyId: string;
  readonly deletionDate: Date | undefined;
  readonly keyState: 'PendingDeletion';
  readonly pendingWindowInDays: number;
}

export interface KeyIdResponse {
  readonly keyId: string;
}

export interface KeyRotationStatusResponse extends KeyIdResponse {
  readonly keyRotationEnabled: boolean;
  readonly rotationPeriodInDays?: number | undefined;
  readonly nextRotationDate?: Date | undefined;
}

export interface RotationEntry {
  readonly keyId: string;
  readonly keyMaterialId: string;
  readonly keyMaterialState: 'CURRENT' | 'NON_CURRENT';
  /** Both absent of the material that the key came with. */
  readonly rotationDate?: Date | undefined;
  readonly rotationType?: Rotation['type'] | undefined;
}

export interface ListKeyRotationsResponse extends Page {
  readonly rotations: readonly RotationEntry[];
}

export interface ListResourceTagsResponse extends Page {
  readonly tags: readonly { readonly tagKey: string; readonly tagValue: string }[];
}

/** What verbs answer that have nothing to say. */
export type EmptyResponse = Readonly<Record<string, never>>;

/** The response of each operation that we serve. */
export interface Responses {
  readonly CancelKeyDeletion: KeyIdResponse;
  readonly CreateAlias: EmptyResponse;
  readonly CreateGrant: CreateGrantResponse;
  readonly CreateKey: KeyMetadataResponse;
  readonly Decrypt: DecryptResponse;
  readonly DeleteAlias: EmptyResponse;
  readonly DescribeKey: KeyMetadataResponse;
  readonly DisableKey: EmptyResponse;
  readonly DisableKeyRotation: EmptyResponse;
  readonly EnableKey: EmptyResponse;
  readonly EnableKeyRotation: EmptyResponse;
  readonly Encrypt: EncryptResponse;
  readonly GenerateDataKey: GenerateDataKeyResponse;
  readonly GenerateDataKeyWithoutPlaintext: GenerateDataKeyWithoutPlaintextResponse;
  readonly GenerateRandom: GenerateRandomResponse;
  readonly GetKeyPolicy: KeyPolicyResponse;
  readonly GetKeyRotationStatus: KeyRotationStatusResponse;
  readonly ListAliases: ListAliasesResponse;
  readonly ListGrants: ListGrantsResponse;
  readonly ListKeyPolicies: ListKeyPoliciesResponse;
  readonly ListKeyRotations: ListKeyRotationsResponse;
  readonly ListKeys: ListKeysResponse;
  readonly ListResourceTags: ListResourceTagsResponse;
  readonly ListRetirableGrants: ListGrantsResponse;
  readonly PutKeyPolicy: EmptyResponse;
  readonly ReEncrypt: ReEncryptResponse;
  readonly RetireGrant: EmptyResponse;
  readonly RevokeGrant: EmptyResponse;
  readonly RotateKeyOnDemand: KeyIdResponse;
  readonly ScheduleKeyDeletion: ScheduleKeyDeletionResponse;
  readonly TagResource: EmptyResponse;
  readonly UntagResource: EmptyResponse;
  readonly UpdateAlias: EmptyResponse;
  readonly UpdateKeyDescription: EmptyResponse;
}
