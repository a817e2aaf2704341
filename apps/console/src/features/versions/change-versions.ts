import { DeleteObjectCommand, DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';
import { DELETE_MAX, NotDeleted } from '../listing/delete-all.js';
import { versionsOfKey } from './list-versions.js';

/** An object that was deleted more than once has a marker for each time. */
const MARKERS_MAX = 100;

/** Takes away one version, or a marker, for good. */
export async function deleteVersion(s3: S3Client, Bucket: string, Key: string, VersionId: string, abortSignal: AbortSignal): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }), { abortSignal });
}

/** Takes away the delete markers in front, so that the version behind them is current again. */
export async function undelete(s3: S3Client, bucket: string, key: string, signal: AbortSignal): Promise<void> {
  for (let markers = 0; markers < MARKERS_MAX; markers += 1) {
    const { versions: [latest] } = await versionsOfKey(s3, bucket, key, 1, signal);
    if (latest === undefined) throw new Error('Nothing is left of it but its delete markers.');
    if (!latest.isMarker) return;
    await deleteVersion(s3, bucket, key, latest.id, signal);
  }
  throw new RangeError(`It was deleted more than ${MARKERS_MAX} times. Restore one of its versions instead.`);
}

/** Takes away an object with all its versions and markers. Lists from the start each time: what was there is gone. */
export async function deleteAllVersions(s3: S3Client, bucket: string, key: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { versions } = await versionsOfKey(s3, bucket, key, DELETE_MAX, signal);
    if (versions.length === 0) return;
    const Objects = versions.map(({ id }) => ({ Key: key, VersionId: id }));
    const { Errors: [first] = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }), { abortSignal: signal });
    if (first !== undefined) throw new NotDeleted(first.Code ?? 'InternalError', [key], first.Message ?? '');
  }
}
