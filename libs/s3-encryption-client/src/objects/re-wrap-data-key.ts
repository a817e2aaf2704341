import { ReEncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import { CopyObjectCommand, HeadObjectCommand, type CopyObjectCommandInput, type HeadObjectCommandOutput } from '@aws-sdk/client-s3';

import { S3EncryptionError } from '../errors.js';
import type { ContentMetadata } from '../format/content-metadata.js';
import { encodeMetadata } from '../format/encode-metadata.js';
import { checkContextForUnwrap, contextForWrap } from '../keyrings/kms-context.js';
import { asKeyServiceError } from '../keyrings/kms-keyring.js';
import { marked } from '../keyrings/marked.js';
import { stringMapOf } from '../string-map.js';
import { contextOf, sending } from './call-options.js';
import { instructionFileName, writeInstructionFile } from './instruction-files.js';
import { readMetadata, type MetadataOptions } from './object-metadata.js';
import type { Settings } from './settings.js';
import { entriesOf, ownMetadata } from './user-metadata.js';

export interface ReWrapDataKeyInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly kms: KMSClient;
  /** The KMS key that wraps the data key from now on. */
  readonly newKeyId: string;
  /** The KMS key that wraps it now. Without it any that the caller may use. */
  readonly presentKeyId?: string;
  /** By default the present one. */
  readonly newEncryptionContext?: Readonly<Record<string, string>>;
}

export interface ReWrapDataKeyOutput {
  /** Of the object after its metadata was replaced; absent where only the instruction file was. */
  readonly ETag?: string;
  readonly VersionId?: string;
}

/** What one CopyObject may copy. */
export const COPY_SIZE_MAX = 5 * 1024 ** 3;

/**
 * Wraps an object's data key under another KMS key, without its body passing through here and without the data key leaving the KMS (ReEncrypt).
 * The object is copied onto itself with its new metadata, on the condition that nobody replaced it meanwhile; one with an instruction file
 * is not touched, only the file is. No official client has this. The commitment is to the data key and not to its wrap, and stays.
 */
export async function reWrapDataKey(settings: Settings, input: ReWrapDataKeyInput, options: MetadataOptions): Promise<ReWrapDataKeyOutput> {
  const { Bucket, Key } = input;
  const head = await settings.s3.send(new HeadObjectCommand({ Bucket, Key }), sending(options));
  const entries = entriesOf(head.Metadata);
  const found = await readMetadata(settings, input, entries, options);
  if (found === undefined) throw new S3EncryptionError('NotEncrypted', 'The object was not encrypted by a client.');
  const { onObject, inFile } = encodeMetadata(await rewrapped(found.metadata, input, options), found.place);
  if (inFile !== undefined) {
    await writeInstructionFile(settings, instructionFileName({ Bucket, Key }, options.instructionFileSuffix), inFile, options);
    return {};
  }
  if ((head.ContentLength ?? 0) > COPY_SIZE_MAX) throw new S3EncryptionError('TooLarge', 'S3 copies objects of at most 5 GiB at once: write this one anew, or with an instruction file.');
  const copy = new CopyObjectCommand({ ...copied(head), ...address(input, head), Metadata: { ...ownMetadata(entries), ...Object.fromEntries(onObject) } });
  const { CopyObjectResult, VersionId } = await settings.s3.send(copy, sending(options));
  return { ...(CopyObjectResult?.ETag === undefined ? {} : { ETag: CopyObjectResult.ETag }), ...(VersionId === undefined ? {} : { VersionId }) };
}

async function rewrapped(metadata: ContentMetadata, input: ReWrapDataKeyInput, options: MetadataOptions): Promise<ContentMetadata> {
  const { suite, context, wrapAlgorithm, encryptedDataKey } = metadata;
  if (wrapAlgorithm !== 'kms+context') throw new S3EncryptionError('WrongKeyring', `The data key is wrapped with ${wrapAlgorithm}: only kms+context can be re-wrapped by the KMS.`);
  const given = contextOf(options);
  checkContextForUnwrap(context, given, suite);
  const newContext = contextForWrap(input.newEncryptionContext === undefined ? given : stringMapOf(input.newEncryptionContext, 'new encryption context'), suite);
  const command = new ReEncryptCommand({
    CiphertextBlob: encryptedDataKey,
    SourceEncryptionContext: Object.fromEntries(context),
    DestinationEncryptionContext: Object.fromEntries(newContext),
    DestinationKeyId: input.newKeyId,
    ...(input.presentKeyId === undefined ? {} : { SourceKeyId: input.presentKeyId }),
  });
  const { CiphertextBlob } = await input.kms.send(marked(command), sending(options)).catch(asKeyServiceError);
  if (!CiphertextBlob) throw new S3EncryptionError('KeyService', 'The KMS answered without a wrapped key.');
  return { ...metadata, encryptedDataKey: CiphertextBlob, context: newContext };
}

function address({ Bucket, Key }: ReWrapDataKeyInput, { ETag, VersionId }: HeadObjectCommandOutput): CopyObjectCommandInput {
  const version = VersionId === undefined ? '' : `?versionId=${encodeURIComponent(VersionId)}`;
  const CopySource = `${Bucket}/${Key.split('/').map(encodeURIComponent).join('/')}${version}`;
  return { Bucket, Key, CopySource, MetadataDirective: 'REPLACE', ...(ETag === undefined ? {} : { CopySourceIfMatch: ETag }) };
}

/** What a copy with new metadata would lose, were it not said again. */
function copied(head: HeadObjectCommandOutput): Partial<CopyObjectCommandInput> {
  const names = [
    'CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage', 'ContentType', 'StorageClass', 'WebsiteRedirectLocation',
    'ServerSideEncryption', 'SSEKMSKeyId', 'BucketKeyEnabled', 'ObjectLockMode', 'ObjectLockRetainUntilDate', 'ObjectLockLegalHoldStatus',
  ] as const;
  const kept = Object.fromEntries(names.filter((name) => head[name] !== undefined).map((name) => [name, head[name]]));
  const expires = head.ExpiresString === undefined ? undefined : new Date(head.ExpiresString);
  return { ...kept, ...(expires === undefined || Number.isNaN(expires.getTime()) ? {} : { Expires: expires }) };
}
