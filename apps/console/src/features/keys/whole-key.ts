import { DescribeKeyCommand, type KeyMetadata, type KMSClient } from '@aws-sdk/client-kms';
import { aliasesByKey } from './all-keys.js';
import { rotationOf, rotationsOf, type Rotation, type Rotations } from './rotation.js';

/** A key as its page shows it. Who may describe a key may not always see the rest, which is absent then. */
export interface WholeKey {
  readonly metadata: KeyMetadata & { readonly KeyId: string };
  readonly aliases: readonly string[];
  readonly rotation: Rotation | undefined;
  readonly rotations: Rotations | undefined;
}

export async function wholeKey(kms: KMSClient, keyId: string, signal: AbortSignal): Promise<WholeKey> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }), { abortSignal: signal });
  const id = KeyMetadata?.KeyId ?? keyId;
  const metadata = { ...KeyMetadata, KeyId: id };
  const [aliases, rotation, rotations] = await Promise.all([orNothing(aliasesByKey(kms, signal, id)), orNothing(rotationOf(kms, id, signal)), orNothing(rotationsOf(kms, id, signal))]);
  return { metadata, aliases: aliases?.get(id) ?? [], rotation, rotations };
}

function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch(() => undefined);
}
