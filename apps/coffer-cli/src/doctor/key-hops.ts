import { DecryptCommand, DescribeKeyCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';

import { HopFailure, type Found } from './hop.js';

/** Bound to the data key that is tried; an operator finds it in the audit trail. */
const CONTEXT = { purpose: 'coffer doctor' };

/** The key's ARN and state. Throws HopFailure for a key that cannot be used as it is. */
export async function describeKey(kms: KMSClient, KeyId: string, abortSignal: AbortSignal): Promise<Found<string>> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }), { abortSignal });
  const { Arn = '', KeyState = 'unknown' } = KeyMetadata ?? {};
  if (KeyState === 'Enabled') return { detail: `${Arn} is Enabled`, value: Arn };
  const remedy = KeyState === 'PendingDeletion' ? 'cancel the deletion (aws kms cancel-key-deletion) and enable it' : 'enable it (aws kms enable-key), or give another by --kms-key-id';
  throw new HopFailure(`${Arn} is ${KeyState}`, remedy);
}

/** Makes a data key and opens it again, with an encryption context. The bytes are cleared and never told. */
export async function tryDataKey(kms: KMSClient, KeyId: string, abortSignal: AbortSignal): Promise<Found<undefined>> {
  const made = await kms.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext: CONTEXT }), { abortSignal });
  const opened = await kms.send(new DecryptCommand({ KeyId, CiphertextBlob: made.CiphertextBlob, EncryptionContext: CONTEXT }), { abortSignal });
  const [one, other] = [Buffer.from(made.Plaintext ?? []), Buffer.from(opened.Plaintext ?? [])];
  const same = one.length === 32 && one.equals(other);
  for (const bytes of [one, other, made.Plaintext, opened.Plaintext]) bytes?.fill(0);
  if (!same) throw new HopFailure('the data key that came back is not the one that was made', 'what answers is broken: do not use it');
  return { detail: 'a data key was made and opened, with an encryption context', value: undefined };
}
