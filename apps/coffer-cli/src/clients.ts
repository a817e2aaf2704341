import { readFile } from 'node:fs/promises';

import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { KmsDiscoveryKeyring, KmsKeyring, RawAesKeyring, S3EncryptionClient, type CommitmentPolicy, type Keyring } from '@coffer/s3-encryption-client';

import { ArgumentError } from './argument-error.js';
import type { CommandOptions } from './arguments.js';

const AES_KEY_SIZE = 32;

/** The client that a command line asks for. The library checks the policy's name. */
export async function clientFor(options: CommandOptions, endpointUrlS3: string | undefined): Promise<S3EncryptionClient> {
  const { commitmentPolicy, range } = options;
  return new S3EncryptionClient({
    // Another store than AWS's is rarely reached by a name for each bucket.
    s3: new S3Client({ forcePathStyle: endpointUrlS3 !== undefined }),
    keyring: await keyringFor(options),
    ...(commitmentPolicy === undefined ? {} : { commitmentPolicy: commitmentPolicy as CommitmentPolicy }),
    enableUnauthenticatedRanges: range !== undefined,
  });
}

async function keyringFor({ kmsKeyId, aesKeyFile }: CommandOptions): Promise<Keyring> {
  if (aesKeyFile !== undefined) return new RawAesKeyring({ wrappingKey: await aesKey(aesKeyFile) });
  const kms = new KMSClient({});
  return kmsKeyId === undefined ? new KmsDiscoveryKeyring({ kms }) : new KmsKeyring({ kms, keyId: kmsKeyId });
}

async function aesKey(file: string): Promise<Uint8Array> {
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  if (key.length !== AES_KEY_SIZE) throw new ArgumentError(`${file} holds no key of ${String(AES_KEY_SIZE)} bytes in base64`);
  return key;
}
