import type { KMSClient } from '@aws-sdk/client-kms';
import { BROWSER_BODY_SIZE_MAX, KmsDiscoveryKeyring, KmsKeyring, openObject, sealObject } from '@coffer/s3-encryption-client/browser';
import { formatSize } from '../../format/format.js';
import { recordOf, type Pair } from '../../components/pairs.js';
import type { SealDraft } from './seal.js';

/** A browser's cipher takes a body whole, and holds it twice. Larger files are the command's: `coffer s3 cp --client-side`. */
export const CLIENT_SIDE_SIZE_MAX = Math.min(512 * 1024 ** 2, BROWSER_BODY_SIZE_MAX);

/** Seals a file under a fresh data key of the chosen KMS key: what the store gets instead of the file. */
export async function sealFile(file: Blob, seal: SealDraft, kms: KMSClient, abortSignal: AbortSignal): Promise<{ readonly body: Blob; readonly metadata: Readonly<Record<string, string>> }> {
  if (file.size > CLIENT_SIDE_SIZE_MAX) throw new RangeError(`In a browser at most ${formatSize(CLIENT_SIDE_SIZE_MAX)} can be sealed. Larger files: coffer s3 cp --client-side.`);
  const keyring = new KmsKeyring({ kms, keyId: seal.keyId });
  const { body, metadata } = await sealObject(new Uint8Array(await file.arrayBuffer()), { keyring, encryptionContext: recordOf(seal.context), abortSignal });
  return { body: new Blob([body]), metadata };
}

/** The plaintext of what client-side encryption sealed, once it has proved authentic. */
export async function openBody(body: Uint8Array<ArrayBuffer>, metadata: Readonly<Record<string, string>>, context: readonly Pair[], kms: KMSClient, abortSignal: AbortSignal): Promise<Blob> {
  return new Blob([await openObject({ body, metadata }, { keyring: new KmsDiscoveryKeyring({ kms }), encryptionContext: recordOf(context), abortSignal })]);
}
