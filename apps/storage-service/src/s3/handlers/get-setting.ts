import { StorageError } from '../../errors/storage-error.js';
import { xmlAnswer, type Answer } from '../answer.js';
import { admitAll } from '../conditions.js';
import { namedVersion } from '../named-version.js';
import type { CallOf, S3Deps } from '../call.js';

/** A setting of a bucket that has only its default: tools look at these before they act. */
export async function getBucketSetting(deps: S3Deps, call: CallOf<'GetBucketSetting'>): Promise<Answer> {
  const { ownerAccountId } = await deps.objects.bucket(call.operation.bucket);
  return xmlAnswer(call.operation.setting.read(ownerAccountId));
}

/** The same of an object, which must exist. A setting is no secret of SSE-C, so its key is not asked for. */
export async function getObjectSetting(deps: S3Deps, call: CallOf<'GetObjectSetting'>): Promise<Answer> {
  const { bucket, key, setting } = call.operation;
  const { ownerAccountId } = await deps.objects.bucket(bucket);
  await assertExists(deps, call, key);
  return xmlAnswer(setting.read(ownerAccountId));
}

/** A HEAD of an SSE-C object without its key is refused after the object was found; what was found exists. */
async function assertExists(deps: S3Deps, call: CallOf<'GetObjectSetting'>, key: string): Promise<void> {
  const name = { bucket: call.operation.bucket, key };
  try {
    await deps.objects.headObject({ caller: call.caller, name, ...namedVersion(call), wantChecksum: false, admit: admitAll });
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'InvalidRequest') throw error;
  }
}
