import { DeleteObjectTaggingCommand, GetObjectTaggingCommand, PutObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Pair } from '../../components/pairs.js';

export interface Tagged {
  readonly bucket: string;
  readonly objectKey: string;
  /** Absent: the current one. */
  readonly version: string | undefined;
}

export async function objectTags(s3: S3Client, tagged: Tagged, abortSignal: AbortSignal): Promise<readonly Pair[]> {
  const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(nameOf(tagged)), { abortSignal });
  return TagSet.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
}

/** Puts the tags in place of all that were there. */
export async function putObjectTags(s3: S3Client, tagged: Tagged, tags: readonly Pair[], abortSignal: AbortSignal): Promise<void> {
  if (tags.length === 0) {
    await s3.send(new DeleteObjectTaggingCommand(nameOf(tagged)), { abortSignal });
    return;
  }
  const TagSet = tags.map(({ key, value }) => ({ Key: key, Value: value }));
  await s3.send(new PutObjectTaggingCommand({ ...nameOf(tagged), Tagging: { TagSet } }), { abortSignal });
}

function nameOf({ bucket, objectKey, version }: Tagged): { Bucket: string; Key: string; VersionId?: string } {
  return { Bucket: bucket, Key: objectKey, ...(version === undefined ? {} : { VersionId: version }) };
}
