import { committingGcm, type AlgorithmSuite } from '../algorithm-suite.js';
import { checkReadable, type CommitmentPolicy } from '../commitment-policy.js';
import { S3EncryptionError } from '../errors.js';
import type { ContentMetadata } from '../format/content-metadata.js';
import { checkCommitment, commitmentOf, COMMITTING_AAD, COMMITTING_IV, derivedContentKey } from '../key-derivation.js';
import type { Keyring, UnwrapRequest, WrapRequest } from '../keyrings/keyring.js';
import { SecretBytes } from '../secret-bytes.js';

/** What a cipher needs for one body. The key is cleared by whoever asked for it. */
export interface ContentKey {
  readonly suite: AlgorithmSuite;
  readonly key: SecretBytes;
  readonly iv: Uint8Array;
  /** Empty where the suite has none. */
  readonly aad: Uint8Array;
}

/** A fresh key for one body, and the metadata under which it is found again. It is never used for a second body, nor for a second try. */
export async function freshContentKey(keyring: Keyring, request: Omit<WrapRequest, 'dataKey'>): Promise<{ readonly contentKey: ContentKey; readonly metadata: ContentMetadata }> {
  const { suite } = request;
  const { dataKey, ...wrapped } = await keyring.wrap(request);
  const nonce = globalThis.crypto.getRandomValues(new Uint8Array(suite.nonceSize));
  try {
    if (!suite.committing) return { contentKey: plainKey(suite, dataKey, nonce), metadata: { format: 'V2', suite, nonce, ...wrapped } };
    const commitment = await commitmentOf(dataKey, nonce);
    return { contentKey: await committingKey(dataKey, nonce), metadata: { format: 'V3', suite, nonce, commitment, ...wrapped } };
  } finally {
    dataKey.clear();
  }
}

export interface ReadingRules {
  readonly commitmentPolicy: CommitmentPolicy;
  readonly enableLegacyUnauthenticatedModes: boolean;
}

/**
 * The key that opens a body. In this order, so that nothing is asked or derived for an object that is refused anyway: the commitment policy,
 * the switches, the keyring (which checks the reader's context before it asks), the commitment, and only then the key of the body.
 */
export async function openContentKey(keyring: Keyring, request: UnwrapRequest, rules: ReadingRules): Promise<ContentKey> {
  const { suite, nonce, commitment } = request.metadata;
  checkReadable(rules.commitmentPolicy, suite);
  if (!suite.authenticated && !rules.enableLegacyUnauthenticatedModes) {
    throw new S3EncryptionError('LegacyDisabled', 'The object was encrypted without authentication (AES-CBC): set enableLegacyUnauthenticatedModes to read it.');
  }
  const dataKey = await keyring.unwrap(request);
  try {
    if (commitment === undefined) return plainKey(suite, dataKey, nonce);
    await checkCommitment(dataKey, nonce, commitment);
    return await committingKey(dataKey, nonce);
  } finally {
    dataKey.clear();
  }
}

async function committingKey(dataKey: SecretBytes, messageId: Uint8Array): Promise<ContentKey> {
  return { suite: committingGcm, key: await derivedContentKey(dataKey, messageId), iv: COMMITTING_IV, aad: COMMITTING_AAD };
}

function plainKey(suite: AlgorithmSuite, dataKey: SecretBytes, iv: Uint8Array): ContentKey {
  return { suite, key: SecretBytes.copyOf(dataKey.reveal()), iv, aad: new Uint8Array(0) };
}
