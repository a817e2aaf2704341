import { join } from 'node:path';

import { CreateGrantCommand, CreateKeyCommand, PutKeyPolicyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { CompleteMultipartUploadCommand, CreateBucketCommand, CreateMultipartUploadCommand, PutBucketPolicyCommand, PutObjectCommand, UploadPartCommand, type S3Client } from '@aws-sdk/client-s3';
import { writePrivateFile } from '@coffer/service';
import { tempDir } from '@coffer/testing';

import { ACCOUNT_ID, Installation, REGION, type Credentials } from './installation.js';

export const BUCKET = 'doors';
export const BUCKET_ARN = `arn:aws:s3:::${BUCKET}`;
/** What every seeded object holds. */
export const SEEDED = 'sealed under the key of its row';

const ROOT_ARN = `arn:aws:iam::${ACCOUNT_ID}:root`;
const VIA_S3 = { 'kms:ViaService': `s3.${REGION}.amazonaws.com` };
const KEY_USES = ['kms:GenerateDataKey', 'kms:Decrypt'];

/** One way in which the S3 door lets a caller, or does not. */
export interface S3Way {
  readonly name: string;
  /** Of the caller's own policy. */
  readonly identity: readonly object[];
  /** Of the bucket's, about the caller. */
  readonly bucket?: 'Allow' | 'Deny';
  /** The end of the sentence of a refusal; absent: it lets. */
  readonly refusedBecause?: (action: string) => string;
}

/** One way in which a key lets a caller, or does not, when S3 asks for it. */
export interface KmsWay {
  readonly name: string;
  readonly identity?: readonly object[];
  /** Of the key's policy, about the callers of this way, beside what lets the account. */
  readonly key?: object;
  readonly grant?: boolean;
  readonly refusedBecause?: (action: string) => string;
  /** Whether the caller may use the key by itself, without S3. */
  readonly direct: boolean;
}

const explicit = (kind: string) => (): string => `with an explicit deny in ${kind}`;
const unsaid = (action: string): string => `because no identity-based policy allows the ${action} action`;
const lets = { Effect: 'Allow', Action: 's3:*', Resource: `${BUCKET_ARN}/*` };
const usesKeys = { Effect: 'Allow', Action: KEY_USES, Resource: '*' };

export const s3Ways: readonly S3Way[] = [
  { name: 'an identity policy lets', identity: [lets] },
  { name: 'the bucket policy lets', identity: [], bucket: 'Allow' },
  { name: 'nothing lets', identity: [], refusedBecause: unsaid },
  { name: 'the bucket policy denies', identity: [lets], bucket: 'Deny', refusedBecause: explicit('a resource-based policy') },
];

export const kmsWays: readonly KmsWay[] = [
  { name: 'the key policy lets', key: { Effect: 'Allow', Action: KEY_USES }, direct: true },
  { name: 'a grant lets', grant: true, direct: true },
  { name: 'an identity policy lets through the account', identity: [usesKeys], direct: true },
  { name: 'nothing lets', refusedBecause: unsaid, direct: false },
  {
    name: 'the key policy denies another context', identity: [usesKeys], direct: false, refusedBecause: explicit('a resource-based policy'),
    key: { Effect: 'Deny', Action: KEY_USES, Condition: { StringNotEquals: { 'kms:EncryptionContext:team': 'blue' } } },
  },
  {
    name: 'the key policy denies S3', identity: [usesKeys], direct: true, refusedBecause: explicit('a resource-based policy'),
    key: { Effect: 'Deny', Action: KEY_USES, Condition: { StringEquals: VIA_S3 } },
  },
  {
    name: 'the key policy denies all but S3', identity: [usesKeys], direct: false,
    key: { Effect: 'Deny', Action: KEY_USES, Condition: { StringNotEquals: VIA_S3 } },
  },
];

/** A user, for one way at each door. */
export interface Guest extends Credentials {
  readonly arn: string;
  readonly identity: readonly object[];
}

/** The user of a pair of ways. */
export function guestOf(s3Way: S3Way, kmsWay: KmsWay): Guest {
  const [s3, kms] = [String(s3Ways.indexOf(s3Way)), String(kmsWays.indexOf(kmsWay))];
  const name = `guest-${s3}-${kms}`;
  return {
    arn: `arn:aws:iam::${ACCOUNT_ID}:user/${name}`, identity: [...s3Way.identity, ...(kmsWay.identity ?? [])],
    accessKeyId: `AKIAGUEST${s3.padStart(5, '0')}${kms.padStart(6, '0')}`, secretAccessKey: `made-up-secret-of-${name}`,
  };
}

/** Both services, all users, a key for each way of the KMS, and what root has put under each. */
export interface TwoDoors {
  readonly installation: Installation;
  readonly keyOf: (way: KmsWay) => string;
}

export async function openTwoDoors(): Promise<TwoDoors> {
  const identities = join(tempDir(), 'identities.json');
  const users = s3Ways.flatMap((s3Way) => kmsWays.map((kmsWay) => userOf(guestOf(s3Way, kmsWay))));
  writePrivateFile(identities, JSON.stringify({ accounts: [{ id: ACCOUNT_ID, users }] }));
  const installation = await Installation.start({ COFFER_IDENTITIES: identities });
  const keys = new Map<KmsWay, string>();
  for (const way of kmsWays) keys.set(way, await createKey(installation.kmsClient(), way));
  await createBucket(installation.s3());
  return { installation, keyOf: (way) => keys.get(way) ?? '' };
}

function userOf({ arn, accessKeyId, secretAccessKey, identity }: Guest): object {
  const policies = identity.length === 0 ? [] : [{ name: 'own', document: documentOf(identity) }];
  return { name: arn.split('/')[1], accessKeys: [{ id: accessKeyId, secret: secretAccessKey }], policies };
}

function documentOf(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

async function createKey(kms: KMSClient, way: KmsWay): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: way.name }));
  const KeyId = KeyMetadata?.Arn ?? '';
  const guests = s3Ways.map((s3Way) => guestOf(s3Way, way).arn);
  const account = { Effect: 'Allow', Principal: { AWS: ROOT_ARN }, Action: 'kms:*', Resource: '*' };
  const own = way.key === undefined ? [] : [{ Principal: { AWS: guests }, Resource: '*', ...way.key }];
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify(documentOf([account, ...own])) }));
  if (way.grant === true) for (const GranteePrincipal of guests) await kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ['GenerateDataKey', 'Decrypt'] }));
  return KeyId;
}

/** One bucket, whose policy is about the users of the ways that it decides. */
async function createBucket(s3: S3Client): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const statements = s3Ways.flatMap((s3Way) => (s3Way.bucket === undefined ? [] : [{
    Effect: s3Way.bucket, Principal: { AWS: kmsWays.map((kmsWay) => guestOf(s3Way, kmsWay).arn) }, Action: 's3:*', Resource: `${BUCKET_ARN}/*`,
  }]));
  await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: JSON.stringify(documentOf(statements)) }));
}

/** How root and guests ask for a key. */
export function sealedBy(keyArn: string, BucketKeyEnabled: boolean): { readonly ServerSideEncryption: 'aws:kms'; readonly SSEKMSKeyId: string; readonly BucketKeyEnabled: boolean } {
  return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: keyArn, BucketKeyEnabled };
}

/** An object, and an upload with one part, that root has made. */
export async function seed(s3: S3Client, Key: string, sealed: ReturnType<typeof sealedBy>): Promise<{ readonly UploadId: string; readonly ETag: string }> {
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: SEEDED, ...sealed }));
  const begun = await beginUpload(s3, `${Key}/upload`, sealed);
  const { ETag = '' } = await s3.send(new UploadPartCommand({ Bucket: BUCKET, Key: `${Key}/upload`, UploadId: begun, PartNumber: 1, Body: SEEDED }));
  return { UploadId: begun, ETag };
}

export async function beginUpload(s3: S3Client, Key: string, sealed: ReturnType<typeof sealedBy>): Promise<string> {
  const { UploadId = '' } = await s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key, ...sealed }));
  return UploadId;
}

export function completion(Key: string, UploadId: string, ETag: string): CompleteMultipartUploadCommand {
  return new CompleteMultipartUploadCommand({ Bucket: BUCKET, Key, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } });
}
