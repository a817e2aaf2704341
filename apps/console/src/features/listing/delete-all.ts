import { DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';
import { listPage } from './list-page.js';

/** S3 deletes so many at once. */
export const DELETE_MAX = 1_000;

/** What could not be deleted, by S3's own word. */
export class NotDeleted extends Error {
  override readonly name: string;

  constructor(code: string, keys: readonly string[], message: string) {
    super(`${keys.length === 1 ? `“${keys[0] ?? ''}” was` : `${keys.length} objects were`} not deleted. ${message}`);
    this.name = code;
  }
}

/** Deletes objects by name, and everything below prefixes, a page at a time. `onDeleted` is told of each page. */
export async function deleteAll(s3: S3Client, bucket: string, keys: readonly string[], prefixes: readonly string[], onDeleted: (objects: number) => void, signal: AbortSignal): Promise<void> {
  for (let at = 0; at < keys.length; at += DELETE_MAX) onDeleted(await deletePage(s3, bucket, keys.slice(at, at + DELETE_MAX), signal));
  for (const prefix of prefixes) await deleteBelow(s3, bucket, prefix, onDeleted, signal);
}

/** Lists from the start each time: what was there is gone. A page that could not be deleted ends it, so it cannot go round for ever. */
async function deleteBelow(s3: S3Client, bucket: string, prefix: string, onDeleted: (objects: number) => void, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { objects, next } = await listPage(s3, { bucket, prefix, token: undefined, size: DELETE_MAX }, signal);
    if (objects.length > 0) onDeleted(await deletePage(s3, bucket, objects.map(({ key }) => key), signal));
    if (next === undefined) return;
  }
}

async function deletePage(s3: S3Client, Bucket: string, keys: readonly string[], abortSignal: AbortSignal): Promise<number> {
  const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true } }), { abortSignal });
  const [first] = Errors;
  if (first !== undefined) throw new NotDeleted(first.Code ?? 'InternalError', Errors.map(({ Key = '' }) => Key), first.Message ?? '');
  return keys.length;
}
