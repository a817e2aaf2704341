import { generateKeyPairSync } from 'node:crypto';

import { CreateKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { KmsKeyring, RawAesKeyring, RawRsaKeyring, type Keyring } from '@coffer/s3-encryption-client';

/** One keyring of each kind, on a KMS key of its own, and what a caller says with it. */
export async function keyringsOf(kms: KMSClient): Promise<ReadonlyMap<string, Keyring>> {
  const keyId = await newKeyId(kms);
  return new Map<string, Keyring>([
    ['kms+context', new KmsKeyring({ kms, keyId })],
    ['AES/GCM', new RawAesKeyring({ wrappingKey: Buffer.alloc(32, 5), materialsDescription: { key: 'aes' } })],
    ['RSA-OAEP-SHA1', new RawRsaKeyring({ ...newRsaKeyPair(), materialsDescription: { key: 'rsa' } })],
  ]);
}

export async function newKeyId(kms: KMSClient): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  return KeyMetadata?.KeyId ?? '';
}

export function newRsaKeyPair(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** An object as it lies in the store. */
export interface StoredObject {
  readonly body: Buffer;
  readonly metadata: Record<string, string>;
}

export async function storedObject(s3: S3Client, Bucket: string, Key: string): Promise<StoredObject> {
  const { Body, Metadata = {} } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return { body: Buffer.from((await Body?.transformToByteArray()) ?? []), metadata: Metadata };
}

/** Stores what somebody who owns the bucket, but no key, could put there. */
export async function store(s3: S3Client, Bucket: string, Key: string, { body, metadata }: StoredObject): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: body, Metadata: metadata }));
}

export async function isThere(s3: S3Client, Bucket: string, Key: string): Promise<boolean> {
  return s3.send(new HeadObjectCommand({ Bucket, Key })).then(() => true, () => false);
}
