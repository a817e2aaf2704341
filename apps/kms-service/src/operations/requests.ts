import type { EncryptionContext } from '@coffer/context';
import type { Secret } from '@coffer/crypto';

/*
 * The requests of every verb: AWS's members in camelCase, as a door decoded them. Types are already right; presence and limits are the
 * verbs' to check, so that both doors refuse with the same words. A door clears the secrets of a request after `perform`.
 */

/** A check of permissions and arguments only: what would have succeeded is answered by DryRunOperationException. */
interface DryRunnable {
  readonly dryRun?: boolean | undefined;
}

interface Granted {
  /** Checked against their limits; grants themselves do not exist yet, so none is ever needed. */
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
  /** Key policies, custom key stores and external keys are refused, never ignored. */
  readonly policy?: string | undefined;
  readonly bypassPolicyLockoutSafetyCheck?: boolean | undefined;
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
  readonly CreateAlias: AliasTargetRequest;
  readonly CreateKey: CreateKeyRequest;
  readonly Decrypt: DecryptRequest;
  readonly DeleteAlias: AliasRequest;
  readonly DescribeKey: DescribeKeyRequest;
  readonly DisableKey: KeyRequest;
  readonly EnableKey: KeyRequest;
  readonly Encrypt: EncryptRequest;
  readonly GenerateDataKey: GenerateDataKeyRequest;
  readonly GenerateDataKeyWithoutPlaintext: GenerateDataKeyWithoutPlaintextRequest;
  readonly GenerateRandom: GenerateRandomRequest;
  readonly ListAliases: ListAliasesRequest;
  readonly ListKeys: ListKeysRequest;
  readonly ReEncrypt: ReEncryptRequest;
  readonly UpdateAlias: AliasTargetRequest;
}

export type OperationName = keyof Requests;
