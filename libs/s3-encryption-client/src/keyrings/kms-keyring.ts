import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';

import { DATA_KEY_SIZE } from '../algorithm-suite.js';
import { keyDoesNotOpen, S3EncryptionError } from '../errors.js';
import { SecretBytes } from '../secret-bytes.js';
import type { StringMap } from '../string-map.js';
import type { Keyring, UnwrapRequest, WrappedKey, WrapRequest } from './keyring.js';
import { checkContextForUnwrap, contextForWrap } from './kms-context.js';
import { checkWrapAllowed, wrongKeyring } from './legacy-unwrapping.js';
import { marked } from './marked.js';

export interface KmsKeyringOptions {
  readonly kms: KMSClient;
  /** A key's id, ARN, alias or alias ARN. */
  readonly keyId: string;
  readonly grantTokens?: readonly string[];
}

/** Data keys from a KMS key (`kms+context`). Reading names the key as well, so that an object wrapped by another one is refused by the KMS. */
export class KmsKeyring implements Keyring {
  readonly kind = 'kms';

  constructor(private readonly options: KmsKeyringOptions) {
    if (options.keyId === '') throw new S3EncryptionError('Configuration', 'A KMS keyring needs the id, ARN or alias of a key.');
  }

  async wrap({ suite, encryptionContext, dataKey, abortSignal }: WrapRequest): Promise<WrappedKey> {
    const context = contextForWrap(encryptionContext, suite);
    const made = dataKey === undefined ? await this.#generated(context, abortSignal) : await this.#encrypted(dataKey, context, abortSignal);
    return { ...made, wrapAlgorithm: 'kms+context', context };
  }

  async unwrap(request: UnwrapRequest): Promise<SecretBytes> {
    return unwrapByKms(request, this.options.kms, { KeyId: this.options.keyId, ...this.#grants() });
  }

  async #generated(context: StringMap, abortSignal: AbortSignal | undefined): Promise<Pick<WrappedKey, 'dataKey' | 'encryptedDataKey'>> {
    const command = new GenerateDataKeyCommand({ KeyId: this.options.keyId, KeySpec: 'AES_256', EncryptionContext: Object.fromEntries(context), ...this.#grants() });
    const { Plaintext, CiphertextBlob } = await this.options.kms.send(marked(command), sending(abortSignal)).catch(asKeyServiceError);
    if (Plaintext?.length !== DATA_KEY_SIZE || !CiphertextBlob) throw incompleteAnswer();
    return { dataKey: SecretBytes.taken(Plaintext), encryptedDataKey: CiphertextBlob };
  }

  async #encrypted(dataKey: SecretBytes, context: StringMap, abortSignal: AbortSignal | undefined): Promise<Pick<WrappedKey, 'dataKey' | 'encryptedDataKey'>> {
    const command = new EncryptCommand({ KeyId: this.options.keyId, Plaintext: dataKey.reveal(), EncryptionContext: Object.fromEntries(context), ...this.#grants() });
    const { CiphertextBlob } = await this.options.kms.send(marked(command), sending(abortSignal)).catch(asKeyServiceError);
    if (!CiphertextBlob) throw incompleteAnswer();
    return { dataKey, encryptedDataKey: CiphertextBlob };
  }

  #grants(): { GrantTokens?: string[] } {
    return this.options.grantTokens === undefined ? {} : { GrantTokens: [...this.options.grantTokens] };
  }
}

/** Opens data keys of whatever KMS key wrapped them, as far as the caller may use it. It cannot write. */
export class KmsDiscoveryKeyring implements Keyring {
  readonly kind = 'kms';

  constructor(private readonly options: Pick<KmsKeyringOptions, 'kms'>) {}

  wrap(): Promise<WrappedKey> {
    return Promise.reject(new S3EncryptionError('Configuration', 'A discovery keyring only reads: give a KmsKeyring to write.'));
  }

  unwrap(request: UnwrapRequest): Promise<SecretBytes> {
    return unwrapByKms(request, this.options.kms, {});
  }
}

async function unwrapByKms({ metadata, encryptionContext, legacy, abortSignal }: UnwrapRequest, kms: KMSClient, key: { KeyId?: string; GrantTokens?: string[] }): Promise<SecretBytes> {
  const { wrapAlgorithm, context, encryptedDataKey, suite } = metadata;
  if (wrapAlgorithm !== 'kms+context' && wrapAlgorithm !== 'kms') throw wrongKeyring(wrapAlgorithm);
  checkWrapAllowed(wrapAlgorithm, legacy);
  // The old mode has no context of the caller's: what the object stores is all that there is.
  if (wrapAlgorithm === 'kms+context') checkContextForUnwrap(context, encryptionContext, suite);
  const command = new DecryptCommand({ CiphertextBlob: encryptedDataKey, EncryptionContext: Object.fromEntries(context), ...key });
  const { Plaintext } = await kms.send(marked(command), sending(abortSignal)).catch(asKeyServiceError);
  if (Plaintext?.length !== DATA_KEY_SIZE) throw keyDoesNotOpen();
  return SecretBytes.taken(Plaintext);
}

function sending(abortSignal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return abortSignal === undefined ? {} : { abortSignal };
}

/** The KMS's word on a blob, a key or a context that is wrong. */
const UNWRAP_REFUSALS: ReadonlySet<string> = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

/** Tells an answer of the KMS in this library's words; an abort stays what it is. */
export function asKeyServiceError(error: unknown): never {
  const { name } = error as Error;
  if (name === 'AbortError') throw error;
  if (UNWRAP_REFUSALS.has(name)) throw keyDoesNotOpen();
  throw new S3EncryptionError('KeyService', `The KMS did not do what was asked: ${name}.`, { cause: error });
}

function incompleteAnswer(): S3EncryptionError {
  return new S3EncryptionError('KeyService', 'The KMS answered without a data key of 32 bytes.');
}
